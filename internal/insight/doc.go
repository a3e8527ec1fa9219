// Package insight reads across domains what came of what was shared. It writes nothing.
//
// The sheet for the principal says what a school's library supported in a term, from what colleagues and teachers reported. Each number
// leads to its list, no person is counted, and no other school is named.
package insight
