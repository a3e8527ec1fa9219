package fetch

import (
	"encoding/json"
	"html"
)

// described is what JSON-LD says of the page it stands in.
type described struct{ title, summary string }

// aside are the types of schema.org that describe something around the page, not what it is about.
var aside = map[string]bool{
	"Organization": true, "WebSite": true, "Person": true, "BreadcrumbList": true, "ListItem": true, "ImageObject": true,
	"SearchAction": true, "SiteNavigationElement": true, "Corporation": true, "NewsMediaOrganization": true,
}

// readLinkedData takes the first thing with a name that the scripts describe. It looks at the top of each script, at
// lists there and at @graph, no deeper.
func readLinkedData(scripts [][]byte) described {
	for _, script := range scripts {
		var value any
		if json.Unmarshal(script, &value) != nil {
			continue
		}
		if d := describe(value, true); d.title != "" {
			return d
		}
	}
	return described{}
}

func describe(value any, top bool) described {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			if d := describe(item, false); d.title != "" {
				return d
			}
		}
	case map[string]any:
		if graph, ok := v["@graph"].([]any); ok && top {
			return describe(graph, false)
		}
		if isAside(v["@type"]) {
			return described{}
		}
		return described{title: firstOf(text(v["headline"]), text(v["name"])), summary: text(v["description"])}
	}
	return described{}
}

func isAside(kind any) bool {
	switch k := kind.(type) {
	case string:
		return aside[k]
	case []any:
		return len(k) > 0 && isAside(k[0])
	}
	return false
}

// text is a string of JSON-LD; sites escape it as if it stood in HTML.
func text(value any) string {
	s, _ := value.(string)
	return html.UnescapeString(s)
}
