// The Markdown toolbar, and the way to the visual mode, for pages where one writes.
import "@github/markdown-toolbar-element";
import "./visualmode.js";
