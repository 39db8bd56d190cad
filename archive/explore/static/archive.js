// Datasette's own pages, for those who listen to them: the language, and what the controls are for.
document.documentElement.lang = "en";
function nameControls() {
  for (const [selector, label] of [
    [".filter-row .select-wrapper:not(.filter-op) select", "Column to filter by"],
    [".filter-op select", "Comparison"],
    [".filter-row .filter-value", "Value to compare with"],
    ["select#sort_by", "Sort by"],
    [".CodeMirror textarea, .cm-content", "SQL"],
  ]) {
    for (const control of document.querySelectorAll(selector)) {
      control.setAttribute("aria-label", label);
    }
  }
}
nameControls();
// The SQL editor is made when all else is there.
addEventListener("load", nameControls);
