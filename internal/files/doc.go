// Package files keeps bytes by the hash of their content, in a folder or in S3, apart for each district.
//
// It owns what a file is: its hash, its size, and its type as its content says, never as its name claims. Pictures are
// cleaned on the way in: turned upright, made small enough for a page and written anew, so that nothing but the picture
// remains, and above all not the place where it was taken. Films and sound recordings are kept as they come, with
// whatever their maker wrote into them.
//
// The package knows no resources, no people and no database. A hash authorises nothing: whoever serves a file first
// makes sure that the reader may see the resource that names it.
package files
