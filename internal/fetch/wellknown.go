package fetch

import (
	"regexp"
	"strings"
)

// wellKnown gives one form to pages of sites that have many for the same thing.
func wellKnown(p pageAddress) pageAddress {
	switch p.host {
	case "youtu.be", "youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com":
		return youtube(p)
	case "drive.google.com":
		return drive(p)
	case "docs.google.com":
		return docs(p)
	}
	if rest, ok := strings.CutSuffix(p.host, ".m.wikipedia.org"); ok {
		p.host = rest + ".wikipedia.org"
	}
	return p
}

// plainID is how these sites name things.
var plainID = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

var youtubePath = regexp.MustCompile(`^/(?:embed|shorts|live|v)/([A-Za-z0-9_-]+)$`)

// youtube leaves a film its id and a playlist its own, and drops the second at which it starts.
func youtube(p pageAddress) pageAddress {
	film := ""
	switch path := youtubePath.FindStringSubmatch(p.path); {
	case path != nil && path[1] != "videoseries":
		film = path[1]
	case p.host == "youtu.be":
		film = strings.TrimPrefix(p.path, "/")
	case p.path == "/watch":
		film = p.get("v")
	}
	if plainID.MatchString(film) {
		return pageAddress{host: "youtube.com", path: "/watch", query: []parameter{{"v", "=" + film}}}
	}
	if p.host == "youtu.be" {
		return p
	}
	p.host, p.fragment = "youtube.com", ""
	if list := p.get("list"); list != "" {
		return pageAddress{host: p.host, path: "/playlist", query: []parameter{{"list", "=" + list}}}
	}
	p.query = without(p.query, "si", "feature", "pp", "app")
	return p
}

var (
	drivePath = regexp.MustCompile(`^(?:/a/[^/]+)?/file/(?:u/\d+/)?d/([^/]+)(?:/.*)?$`)
	folder    = regexp.MustCompile(`^/drive/(?:mobile/)?(?:u/\d+/)?folders/([A-Za-z0-9_-]+)$`)
	docsPath  = regexp.MustCompile(`^(?:/a/[^/]+)?/(document|spreadsheets|presentation|forms|drawings|videos)/(?:u/\d+/)?d/(e/[A-Za-z0-9_-]+|[A-Za-z0-9_-]+)(?:/.*)?$`)
)

// drive leaves a file or a folder its id: seen, edited or downloaded, by whichever account, it is the same.
func drive(p pageAddress) pageAddress {
	if file := drivePath.FindStringSubmatch(p.path); file != nil {
		return pageAddress{host: p.host, path: "/file/d/" + file[1]}
	}
	if id := p.get("id"); (p.path == "/open" || p.path == "/uc") && plainID.MatchString(id) {
		return pageAddress{host: p.host, path: "/file/d/" + id}
	}
	if id := folder.FindStringSubmatch(p.path); id != nil {
		return pageAddress{host: p.host, path: "/drive/folders/" + id[1]}
	}
	return p
}

// docs leaves a document its id.
func docs(p pageAddress) pageAddress {
	if id := docsPath.FindStringSubmatch(p.path); id != nil && id[2] != "e" {
		return pageAddress{host: p.host, path: "/" + id[1] + "/d/" + id[2]}
	}
	return p
}

func without(query []parameter, names ...string) []parameter {
	var out []parameter
	for _, q := range query {
		drop := false
		for _, n := range names {
			drop = drop || q.name == n
		}
		if !drop {
			out = append(out, q)
		}
	}
	return out
}
