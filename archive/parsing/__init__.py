"""From front matter and Markdown to infoboxes, sections, links and images."""
