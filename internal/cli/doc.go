// Package cli is the program as an administrator meets it: one command to serve, the others to look after what is served.
//
// On one data folder one process works. serve holds a lock on the folder and answers the other commands by a socket in it;
// where nothing is served, a command takes the lock and does the work itself. Either way the work is asked for in the same
// words: HTTP, over the socket or inside the process.
package cli
