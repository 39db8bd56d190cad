// MarkdownDB's own indexer, writing where it is told: node markdowndb.mjs FOLDER DATABASE
import { MarkdownDB } from "mddb";

const [folderPath, filename] = process.argv.slice(2);
const client = new MarkdownDB({ client: "sqlite3", connection: { filename } });
await client.init();
await client.indexFolder({ folderPath, ignorePatterns: [] });
process.exit();
