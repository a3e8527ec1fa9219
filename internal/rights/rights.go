// Package rights decides what may be done with what somebody else made: show, copy, change, pass on.
//
// Sources: the Creative Commons licence deeds, version 4.0; rightsstatements.org for "in copyright".
package rights

// Code names a statement of rights, as stored and in URLs.
type Code string

// The statements offered, most open first.
const (
	PublicDomain Code = "public-domain"
	CC0          Code = "cc0-1.0"
	CCBY         Code = "cc-by-4.0"
	CCBYSA       Code = "cc-by-sa-4.0"
	CCBYNC       Code = "cc-by-nc-4.0"
	CCBYNCSA     Code = "cc-by-nc-sa-4.0"
	CCBYND       Code = "cc-by-nd-4.0"
	CCBYNCND     Code = "cc-by-nc-nd-4.0"
	Colleagues   Code = "colleagues" // "I made it; colleagues may use and change it"
	Permission   Code = "permission" // used with permission of whoever made it
	AllReserved  Code = "all-rights-reserved"
	Unknown      Code = "" // nobody said
)

// Terms is what a statement allows.
type Terms struct {
	Code       Code
	URL        string // of the deed; empty where there is none
	Change     bool   // an adapted version may be made
	ShareAlike bool   // an adapted version keeps this statement
	Public     bool   // may stand on a public page
	KeepFile   bool   // a copy of the file itself may be stored here
}

var terms = map[Code]Terms{
	PublicDomain: {PublicDomain, "https://creativecommons.org/publicdomain/mark/1.0/", true, false, true, true},
	CC0:          {CC0, "https://creativecommons.org/publicdomain/zero/1.0/", true, false, true, true},
	CCBY:         {CCBY, "https://creativecommons.org/licenses/by/4.0/", true, false, true, true},
	CCBYSA:       {CCBYSA, "https://creativecommons.org/licenses/by-sa/4.0/", true, true, true, true},
	CCBYNC:       {CCBYNC, "https://creativecommons.org/licenses/by-nc/4.0/", true, false, true, true},
	CCBYNCSA:     {CCBYNCSA, "https://creativecommons.org/licenses/by-nc-sa/4.0/", true, true, true, true},
	CCBYND:       {CCBYND, "https://creativecommons.org/licenses/by-nd/4.0/", false, false, true, true},
	CCBYNCND:     {CCBYNCND, "https://creativecommons.org/licenses/by-nc-nd/4.0/", false, false, true, true},
	Colleagues:   {Colleagues, "", true, false, true, true},
	Permission:   {Permission, "", false, false, false, true},
	AllReserved:  {AllReserved, "https://rightsstatements.org/vocab/InC/1.0/", false, false, false, false},
	Unknown:      {Unknown, "", false, false, false, false},
}

// All lists the codes in the order in which they are offered.
var All = []Code{Colleagues, CCBY, CCBYSA, CCBYNC, CCBYNCSA, CCBYND, CCBYNCND, CC0, PublicDomain, Permission, AllReserved}

// Of gives the terms of a code; an unknown code allows nothing.
func Of(code Code) Terms {
	if t, ok := terms[code]; ok {
		return t
	}
	return terms[Unknown]
}

// Known says whether the code may be chosen.
func Known(code Code) bool {
	_, ok := terms[code]
	return ok && code != Unknown
}
