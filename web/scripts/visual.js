// The visual mode of a text area: one writes what it will look like. A chunk of its own, loaded when somebody asks for it.
//
// The Markdown it gives says what is shown and no more: what a reader of Markdown could take for markup is escaped, an empty
// paragraph is none, and lists are indented by four, which every list, numbered or not, takes for a list within it.
import { Editor } from "@tiptap/core";
import { Markdown } from "@tiptap/markdown";
import StarterKit from "@tiptap/starter-kit";

const LEADING = /^( {0,3})(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+(?=\s*$)|-+(?=\s*$)|>)/gm; // heading, list, underline, quote
const NUMBERED = /^( {0,3}\d{1,9})([.)])(?=\s|$)/gm;

function paragraph(node, helpers) {
  return helpers.renderChildren(node.content ?? []).replace(LEADING, "$1\\$2").replace(NUMBERED, "$1\\$2");
}

// plain is a text as Markdown. It comes with entities in it, which are read more easily as the signs they stand for.
function plain(encoded) {
  const text = encoded.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
  return text
    .replace(/[\\`*[\]~]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "\\_")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=#?\w+;)/g, "\\&");
}

const Kit = StarterKit.extend({
  addExtensions() {
    return this.parent().map((one) => (one.name === "paragraph" ? one.extend({ renderMarkdown: paragraph }) : one));
  },
}).configure({
  dropcursor: false,
  trailingNode: false, // would add a paragraph that nobody typed
  underline: false, // Markdown has none
  link: { openOnClick: false, HTMLAttributes: { class: null, rel: null, target: null } },
});

// open makes an editor of Markdown within place, with attributes for what one writes in. It throws if the text is nothing it knows.
export function open(place, text, attributes) {
  const editor = new Editor({
    element: place,
    extensions: [Kit, Markdown.configure({ indentation: { style: "space", size: 4 }, markedOptions: { gfm: true, breaks: true } })],
    content: text,
    contentType: "markdown",
    editorProps: { attributes },
    injectCSS: false, // the policy forbids it: web/styles/editor.css has what is needed
  });
  editor.markdown.escapeMarkdownSyntax = plain;
  return editor;
}

// written is what stands in the editor, as Markdown.
export function written(editor) {
  return editor.markdown.serialize(withoutGaps(editor.getJSON()));
}

// withoutGaps leaves out empty paragraphs, but for one that a list item begins with.
function withoutGaps(node) {
  if (!node.content) return node;
  const full = node.content.filter((child, i) => child.type !== "paragraph" || child.content?.length || (node.type === "listItem" && i === 0));
  return { ...node, content: full.map(withoutGaps) };
}
