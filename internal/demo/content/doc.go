// Package content is what the demo district Maple Valley holds, and the shelf a new district may start with, as written by
// hand in YAML: the files under data and starter are the work, the code only reads them.
//
// It knows no database. Whoever fills one asks MapleValley or Starter, and Resource.Versions for what each save left behind.
package content
