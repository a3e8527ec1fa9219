package peopleweb

import (
	"cmp"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/lang"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// roleWord is a role as people say it.
func roleWord(c ui.Chrome, role actor.Role) string { return c.T("people.role." + string(role)) }

// roleAt says what somebody does where: "Librarian at Elm and Oak, coordinator".
func roleAt(c ui.Chrome, role actor.Role, coordinator bool, schools []string) string {
	var words string
	switch {
	case len(schools) > 0:
		words = c.T("people.role.at", roleWord(c, role), c.List(schools))
	case coordinator:
		return c.T("people.role.coordinator_alone")
	}
	if coordinator {
		words = c.T("people.role.and_coordinator", words)
	}
	return words
}

// zoneOptions are the time zones to choose from, near ones first and by their plain names.
func zoneOptions(c ui.Chrome, chosen string) []ui.Option {
	out := []ui.Option{{Value: "", Label: c.T("people.zone.none"), Chosen: chosen == ""}}
	for _, name := range people.NearZones {
		out = append(out, ui.Option{Value: name, Label: c.T("people.zone." + name), Chosen: name == chosen})
	}
	far := people.FarZones()
	slices.SortStableFunc(far, func(a, b string) int {
		return cmp.Or(cmp.Compare(elsewhere(a), elsewhere(b)), cmp.Compare(cityOf(a), cityOf(b)))
	})
	for _, name := range far {
		out = append(out, ui.Option{Value: name, Label: zoneLabel(name), Chosen: name == chosen})
	}
	return out
}

// elsewhere is 1 for a time zone outside the Americas.
func elsewhere(zone string) int {
	if strings.HasPrefix(zone, "America/") {
		return 0
	}
	return 1
}

// cityOf is the city by which a time zone is named.
func cityOf(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

// zoneLabel begins with the city, so that typing it finds it in the list: "Mexico City (America)".
func zoneLabel(zone string) string {
	region, _, found := strings.Cut(zone, "/")
	if !found {
		return zone
	}
	return cityOf(zone) + " (" + strings.ReplaceAll(region, "_", " ") + ")"
}

// callingOptions are the two names of school librarians.
func callingOptions(c ui.Chrome, chosen lang.Calling) []ui.Option {
	var out []ui.Option
	for _, calling := range []lang.Calling{lang.CallLibrarian, lang.CallMediaSpecialist} {
		out = append(out, ui.Option{Value: string(calling), Label: c.T("people.calling." + string(calling)), Chosen: calling == chosen})
	}
	return out
}

// localeOptions are the languages of the screen in their own words. With anyOf the first is none of them.
func localeOptions(chosen lang.Locale, anyOf string) []ui.Option {
	var out []ui.Option
	if anyOf != "" {
		out = append(out, ui.Option{Value: "", Label: anyOf, Chosen: chosen == ""})
	}
	names := map[lang.Locale]string{lang.English: "English", lang.Spanish: "Español"}
	for _, l := range lang.Locales {
		out = append(out, ui.Option{Value: string(l), Label: names[l], Lang: string(l), Chosen: l == chosen})
	}
	return out
}

// shortNames are schools by id as people call them.
func shortNames(list []people.School) map[id.SchoolID]string {
	out := make(map[id.SchoolID]string, len(list))
	for _, s := range list {
		out[s.ID] = s.Short
	}
	return out
}

// personWords says what a listed person does: by role, with schools, part time and coordination.
func personWords(c ui.Chrome, p people.Person, names map[id.SchoolID]string) string {
	if len(p.Memberships) == 0 {
		return roleAt(c, "", p.Coordinator, nil)
	}
	byRole := map[actor.Role][]string{}
	total := 0
	for _, m := range p.Memberships {
		byRole[m.Role] = append(byRole[m.Role], names[m.School])
		total += m.Percent
	}
	var words []string
	for _, role := range []actor.Role{actor.MediaSpecialist, actor.Teacher} {
		if schools := byRole[role]; len(schools) > 0 {
			words = append(words, c.T("people.role.at", roleWord(c, role), c.List(schools)))
		}
	}
	out := c.List(words)
	if total < 100 {
		out = c.T("people.role.part", out, total)
	}
	if p.Coordinator {
		out = c.T("people.role.and_coordinator", out)
	}
	return out
}
