// Package intake brings in what a school has today: spreadsheets, Notion exports, bookmarks, lists of links.
//
// A file is read and judged whole before anything of it is kept (package source). What would come of it is shown first;
// then a job creates the resources in small batches, each row in a savepoint, so that one bad row never spoils the rest
// and nobody who saves meanwhile has to wait. What came from where is remembered, so that bringing the same file twice
// creates nothing new. A whole import can be undone, and the undoing too.
package intake
