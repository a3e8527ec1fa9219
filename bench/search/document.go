package main

import (
	"fmt"
	"hash/crc32"
	"slices"
	"strings"

	"github.com/commonshelf/commonshelf/bench/gen"
	"github.com/commonshelf/commonshelf/internal/grade"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/index"
)

func document(r gen.Resource, version int64) index.Doc {
	circles := map[string]index.Visibility{"school": index.SeenBySchool, "district": index.SeenByDistrict,
		"consortium": index.SeenByConsortium, "public": index.SeenByAnyone}
	chance := crc32.ChecksumIEEE([]byte(r.ID))
	return index.Doc{
		ID: r.ID, Version: version, District: id.DistrictID(r.District), Consortium: r.Consortium, School: id.SchoolID(r.School),
		Visibility: circles[r.Visibility], Language: r.Language, Title: r.Title, Summary: r.Summary, Body: r.Body, Shared: r.Shared.UnixMicro(),
		Facets: map[string][]string{"kind": {r.Kind}, "subject": r.Subjects, "grade": grades(r, chance), "language": {r.Language},
			"format": {r.Format}, "school": {r.School}, "tag": r.Tags, "access": r.Access, "purchase": some("none", chance%5 > 0), "captions": some("yes", chance%12 == 0)},
		Family: strings.Join(some(fmt.Sprint(chance>>8%2048), chance%12 == 0), ""),
		Traits: slices.Concat([]string{"tried:" + r.School, "worked:" + r.School, fmt.Sprint("by:", chance%200)}, some(fmt.Sprint("tried:", chance%40), chance%7 == 0), some("limited", chance%20 == 0)),
	}
}

// grades are the bands of a resource and single grades within them, as the catalog has them.
func grades(r gen.Resource, chance uint32) []string {
	out := slices.Clone(r.Grades)
	var bands []string
	for _, band := range r.Grades {
		bands = append(bands, strings.ToLower(band))
	}
	codes := grade.FromBands(bands).Codes()
	if len(codes) > 2 { // not every band is whole
		codes = codes[chance/16%2 : len(codes)-int(chance/32%2)]
	}
	for _, code := range codes {
		if code = strings.ToLower(code); !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	return out
}

// some is a value that not every resource has.
func some(value string, has bool) []string {
	if !has {
		return nil
	}
	return []string{value}
}
