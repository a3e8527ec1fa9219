// The Markdown toolbar, for pages where one writes.
import "@github/markdown-toolbar-element";
