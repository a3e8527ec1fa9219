// Package vocab owns the words that resources are filed under: fixed lists that every district shares (subjects, formats,
// audiences, access features) and the district's own topics with their synonyms and proposals.
//
// It knows codes and topics, and nothing of the resources that carry them.
package vocab
