// Package savedsearch keeps what somebody looks for again: a search with a name, the feed of what it finds, and what of that is new
// since the last weekly email.
//
// It owns the saved searches. They are their owner's alone: nothing of them is written to the log, shown to a colleague or a
// coordinator, counted, given to programs or exported with the district. A backup holds them. What a search finds is looked up in its
// owner's name whenever it is asked for, so that it shows what they may see at that moment. Which letters reach them, and what else
// stands in there, it does not know.
package savedsearch
