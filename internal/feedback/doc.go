// Package feedback keeps how a resource did where it was used, and tells its authors.
//
// It owns use reports: of colleagues, who say with whom and what they changed, and of teachers who hold a share link and say in one
// tap that it worked, for the school of that link. Thanks are read from the reports and stored nowhere. Reports stay within the
// district; they are rows that somebody chose to write, never a count of what somebody opened. Whoever wrote one can change it and
// take it away, the media specialist of its school can take away what teachers wrote, and each has a way back.
package feedback
