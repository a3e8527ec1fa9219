// Command build makes web/dist: one stylesheet, the scripts, the sprite of icons and the fonts, each with the hash of its
// content in its name, compressed beside where that helps, and manifest.json from logical to hashed names.
//
// It is run from the module's root as go run ./web/build and does nothing while its sources are what they were.
package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	dir := flag.String("dir", "web", "folder that holds styles, scripts and node_modules")
	flag.Parse()
	if err := run(*dir); err != nil {
		fmt.Fprintln(os.Stderr, "web/build:", err)
		os.Exit(1)
	}
}

// manifest is web/dist/manifest.json; package web reads Files.
type manifest struct {
	Sources string            `json:"sources"` // hash of everything the files were made from
	Files   map[string]string `json:"files"`   // logical name, such as app.css, to hashed name
}

// entries are the logical names of what is bundled, with their sources; fonts come along with the stylesheet.
var entries = map[string]string{
	"app.css":   "styles/app.css",
	"app.js":    "scripts/app.js",
	"editor.js": "scripts/editor.js",
	"visual.js": "scripts/visual.js", // loaded when somebody asks for the visual mode
	"icons.svg": "icons.svg",
	"mark.svg":  "mark.svg",
}

func run(dir string) error {
	dist := filepath.Join(dir, "dist")
	sources, err := hashSources(dir)
	if err != nil {
		return err
	}
	if upToDate(dist, sources) {
		return nil
	}
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		return fmt.Errorf("%s is missing: run npm ci --ignore-scripts in %s", filepath.Join(dir, "node_modules"), dir)
	}
	files, err := bundle(dir)
	if err != nil {
		return err
	}
	if err := clear(dist); err != nil {
		return err
	}
	m := manifest{Sources: sources, Files: map[string]string{}}
	for _, f := range files {
		m.Files[f.logical] = f.hashed
		if err := write(dist, f.hashed, f.content); err != nil {
			return err
		}
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	// Last, so that an interrupted run is not taken for a finished one.
	return os.WriteFile(filepath.Join(dist, "manifest.json"), text, 0o644)
}

// hashSources is one hash over the name and content of every source, the lock file and this program.
func hashSources(dir string) (string, error) {
	var paths []string
	for _, folder := range []string{"styles", "scripts", "build"} {
		err := filepath.WalkDir(filepath.Join(dir, folder), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				paths = append(paths, path)
			}
			return err
		})
		if err != nil {
			return "", err
		}
	}
	for _, name := range []string{"icons.svg", "mark.svg", "package-lock.json"} {
		paths = append(paths, filepath.Join(dir, name))
	}
	slices.Sort(paths)
	sum := sha256.New()
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%s %d\n", filepath.ToSlash(path), len(content))
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// upToDate says whether dist holds every file made from these sources.
func upToDate(dist, sources string) bool {
	text, err := os.ReadFile(filepath.Join(dist, "manifest.json"))
	if err != nil {
		return false
	}
	var m manifest
	if json.Unmarshal(text, &m) != nil || m.Sources != sources {
		return false
	}
	for _, name := range m.Files {
		if _, err := os.Stat(filepath.Join(dist, name)); err != nil {
			return false
		}
	}
	return true
}

// file is one built file.
type file struct {
	logical, hashed string
	content         []byte
}

// bundle builds every entry in memory.
func bundle(dir string) ([]file, error) {
	options := api.BuildOptions{
		AbsWorkingDir:     mustAbs(dir),
		Bundle:            true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		LegalComments:     api.LegalCommentsNone,
		Loader:            map[string]api.Loader{".woff2": api.LoaderFile, ".svg": api.LoaderCopy},
		EntryNames:        "[name]-[hash]",
		AssetNames:        "[name]-[hash]",
		Outdir:            "dist",
		Metafile:          true,
		LogLevel:          api.LogLevelSilent,
	}
	for _, source := range entries {
		options.EntryPoints = append(options.EntryPoints, source)
	}
	slices.Sort(options.EntryPoints)
	result := api.Build(options)
	if len(result.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), "\n"))
	}
	logical, err := logicalNames(result.Metafile)
	if err != nil {
		return nil, err
	}
	var out []file
	for _, built := range result.OutputFiles {
		hashed := filepath.Base(built.Path)
		name, ok := logical[hashed]
		if !ok {
			return nil, fmt.Errorf("%s comes from no known source", hashed)
		}
		out = append(out, file{logical: name, hashed: hashed, content: built.Contents})
	}
	return out, nil
}

// logicalNames maps hashed names to logical ones: an entry's from the table of entries, a font's from its own file.
func logicalNames(metafile string) (map[string]string, error) {
	var meta struct {
		Outputs map[string]struct {
			EntryPoint string         `json:"entryPoint"`
			Inputs     map[string]any `json:"inputs"`
		} `json:"outputs"`
	}
	if err := json.Unmarshal([]byte(metafile), &meta); err != nil {
		return nil, err
	}
	names := map[string]string{}
	for out, made := range meta.Outputs {
		for name, source := range entries {
			if _, from := made.Inputs[source]; made.EntryPoint == source || (made.EntryPoint == "" && from) {
				names[filepath.Base(out)] = name
			}
		}
		if filepath.Ext(out) == ".woff2" {
			for source := range made.Inputs {
				names[filepath.Base(out)] = filepath.Base(source)
			}
		}
	}
	return names, nil
}

// clear empties dist but for .keep, which holds its place in the repository.
func clear(dist string) error {
	if err := os.MkdirAll(dist, 0o755); err != nil {
		return err
	}
	old, err := os.ReadDir(dist)
	if err != nil {
		return err
	}
	for _, entry := range old {
		if entry.Name() == ".keep" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dist, entry.Name())); err != nil {
			return err
		}
	}
	return nil
}

// write puts a file into dist, and beside it the same compressed, unless it is a font, which already is.
func write(dist, name string, content []byte) error {
	if err := os.WriteFile(filepath.Join(dist, name), content, 0o644); err != nil {
		return err
	}
	if filepath.Ext(name) == ".woff2" {
		return nil
	}
	var packed bytes.Buffer
	zip, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := zip.Write(content); err != nil {
		return err
	}
	if err := zip.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dist, name+".gz"), packed.Bytes(), 0o644)
}

func mustAbs(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	return abs
}
