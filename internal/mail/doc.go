// Package mail sends letters by SMTP, or keeps them where no server is set up.
//
// It owns what a letter is and how it leaves: always with a text, never with more headers than it was given, only over an
// encrypted connection unless the server is this machine, and under an id that a repeated job does not change, so that
// no reader sees it as a second letter. It tells a letter that can never arrive from one to try again.
//
// The package knows no people and writes no words of its own: what a letter says is for whoever sends it.
package mail
