// Package people knows who belongs to a district: its schools, the people who work there and in which role, and how each of
// them comes in.
//
// It owns districts, schools, people, memberships, sessions, one-time links, invitations, personal API tokens, rate limits and
// forms parked while someone signs in again. It holds staff only and no student, records no visit, and keeps of every
// secret nothing but its hash. It knows neither what people share nor how a letter travels.
package people
