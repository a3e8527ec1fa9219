package files

import (
	"bytes"
	"encoding/binary"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// asText decodes the head of a text: UTF-8, UTF-16 with its mark, or a one-byte encoding without control characters.
func asText(head []byte, more bool) (string, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return utf16Text(head[2:], binary.LittleEndian)
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return utf16Text(head[2:], binary.BigEndian)
	}
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	for _, c := range head {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1b || c == 0x7f {
			return "", false
		}
	}
	for cut := 0; more && cut < utf8.UTFMax-1 && !utf8.Valid(head); cut++ { // the last character may be cut
		if last := len(head) - 1; head[last] >= utf8.RuneSelf {
			head = head[:last]
		}
	}
	if utf8.Valid(head) {
		return string(head), true
	}
	return string(bytes.ToValidUTF8(head, []byte("?"))), mostlyLetters(head)
}

// mostlyLetters tells text in a one-byte encoding, where few bytes are above ASCII, from noise.
func mostlyLetters(head []byte) bool {
	high := 0
	for _, c := range head {
		if c >= utf8.RuneSelf {
			high++
		}
	}
	return high*3 < len(head)
}

func utf16Text(head []byte, order binary.ByteOrder) (string, bool) {
	var out strings.Builder
	for ; len(head) >= 2; head = head[2:] {
		c := rune(order.Uint16(head))
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return "", false
		}
		if c >= 0xd800 && c < 0xe000 {
			c = utf8.RuneError // half of a pair: what it says does not matter here
		}
		out.WriteRune(c)
	}
	return out.String(), true
}

// textType tells kinds of text apart. Whatever a browser might run is called by its name.
func textType(text string, more bool) string {
	start := strings.TrimLeft(text, " \t\r\n\f")
	lower := strings.ToLower(start)
	switch {
	case strings.HasPrefix(text, "WEBVTT") && (len(text) == 6 || strings.ContainsRune(" \t\r\n", rune(text[6]))):
		return VTT
	case strings.HasPrefix(start, "#!"), strings.HasPrefix(lower, "<?php"):
		return Script
	}
	if strings.HasPrefix(lower, "<") {
		if found := markupType(lower); found != "" {
			return found
		}
	}
	if separator := tableSeparator(text, more); separator != 0 {
		if separator == '\t' {
			return TSV
		}
		return CSV
	}
	return Text
}

// markupType looks past declarations and comments for the first element. Text that merely begins with "<" is no markup.
func markupType(lower string) string {
	isXML := strings.HasPrefix(lower, "<?xml")
	rest := lower
	for {
		rest = strings.TrimLeft(rest, " \t\r\n\f")
		var end string
		switch {
		case strings.HasPrefix(rest, "<!doctype html"):
			return HTML
		case strings.HasPrefix(rest, "<!doctype svg"):
			return SVG
		case strings.HasPrefix(rest, "<!--"):
			end = "-->"
		case strings.HasPrefix(rest, "<?"), strings.HasPrefix(rest, "<!"):
			end = ">"
		default:
			return elementType(rest, isXML)
		}
		_, after, found := strings.Cut(rest, end)
		if !found {
			return HTML // a browser would go on reading
		}
		rest = after
	}
}

func elementType(rest string, isXML bool) string {
	name, opens := strings.CutPrefix(rest, "<")
	if !opens {
		return ""
	}
	if i := strings.IndexFunc(name, func(c rune) bool { return !isNameChar(c) }); i >= 0 {
		name = name[:i]
	}
	_, local, prefixed := strings.Cut(name, ":")
	switch {
	case name == "svg" || prefixed && local == "svg":
		return SVG
	case name == "html" || prefixed && local == "html":
		return HTML
	case htmlElements[name] && !isXML:
		return HTML
	case isXML, name != "" && name[0] >= 'a' && name[0] <= 'z':
		return XML
	}
	return ""
}

// htmlElements are what pages without declaration begin with.
var htmlElements = setOf(strings.Fields(`a abbr article aside audio b base blockquote body br button center code div dl em font
	footer form frameset h1 h2 h3 h4 h5 h6 head header hr i iframe img input link main meta nav object ol p picture pre
	script section span strong style table template textarea title u ul video`))

func setOf(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

func isNameChar(c rune) bool {
	return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == ':' || c == '-' || c == '_'
}

// tableSeparator finds what parts the columns when all lines have the same number of them, at least two, and there are
// at least two lines; 0 when the text is no table.
func tableSeparator(text string, more bool) rune {
	if more {
		text = text[:strings.LastIndexByte(text, '\n')+1]
	}
	for _, separator := range []rune{'\t', ',', ';'} {
		if isTable(text, separator, more) {
			return separator
		}
	}
	return 0
}

func isTable(text string, separator rune, more bool) bool {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = separator
	for rows := 0; ; rows++ {
		row, err := r.Read()
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, csv.ErrQuote) && more: // the cut may fall within quotes
			return rows >= 2
		case err != nil, len(row) < 2:
			return false
		}
	}
}
