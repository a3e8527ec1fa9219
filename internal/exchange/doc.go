// Package exchange is twenty minutes among colleagues about one topic: one invites a school or all, with two times to choose from;
// who can come says so; one hosts, and may hand that on; afterwards three lines say what came of it, or the notes stand.
//
// It owns exchanges, the answers to their invitations and what was noted there, writes the invitation with its calendar entry
// (RFC 5545), and keeps the calendar that people subscribe to at a secret address, which is that of their feed. Answers are given on
// pages, so entries are published and ask no mail program to reply (RFC 5546).
package exchange
