package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/commonshelf/commonshelf/internal/block"
	"github.com/commonshelf/commonshelf/internal/catalog"
	"github.com/commonshelf/commonshelf/internal/rights"
	"github.com/commonshelf/commonshelf/internal/vocab"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// schemaName names the schema of a type in the description.
func schemaName(t reflect.Type, hint string) string {
	if name, ok := map[reflect.Type]string{
		typeOf[resource](): "Resource", typeOf[draft](): "NewResource", typeOf[change](): "Change", typeOf[page](): "SearchResult", typeOf[item](): "Item",
		typeOf[problem](): "Problem", typeOf[contribution](): "Contribution", typeOf[version](): "Version", typeOf[cost](): "Cost", typeOf[source](): "Source", typeOf[tool](): "Tool",
		typeOf[month](): "Month", typeOf[uses](): "Uses", typeOf[use](): "Use", typeOf[Asked](): "Question", typeOf[askedWhole](): "QuestionWithAnswers", typeOf[answered](): "Answer",
	}[t]; ok {
		return name
	}
	return huma.DefaultSchemaNamer(t, hint)
}

// codes is a list of codes as a schema enumerates them.
func codes[S ~string](list []S) []any {
	out := make([]any, len(list))
	for i, code := range list {
		out[i] = string(code)
	}
	return out
}

// enumerate names the codes that the fields of a document may have.
func enumerate(s *huma.Schema) *huma.Schema {
	for field, list := range map[string][]any{
		"kind": codes(block.ResourceKinds), "rights": codes(rights.All), "visibility": codes(catalog.Visibilities),
	} {
		if p := s.Properties[field]; p != nil {
			p.Enum = list
		}
	}
	for field, list := range map[string]vocab.List{
		"subjects": vocab.Subjects, "audience": vocab.Audiences, "formats": vocab.Formats, "access": vocab.Access,
	} {
		if p := s.Properties[field]; p != nil {
			p.Items.Enum = codes(list.Codes)
		}
	}
	return s
}

// TransformSchema implements huma.SchemaTransformer.
func (cost) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["per"].Enum = codes(vocab.CostPer.Codes)
	return s
}

// TransformSchema implements huma.SchemaTransformer.
func (tool) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Properties["signIn"].Enum = codes(vocab.SignIns.Codes)
	s.Properties["approved"].Enum = codes(vocab.Approvals.Codes)
	return s
}

// bodies are the blocks by kind.
var bodies = map[block.Kind]reflect.Type{
	block.KindText: typeOf[block.Text](), block.KindLink: typeOf[block.Link](), block.KindBook: typeOf[block.Book](), block.KindFile: typeOf[block.File](),
	block.KindVideo: typeOf[block.Video](), block.KindSteps: typeOf[block.Steps](), block.KindMaterials: typeOf[block.Materials](),
}

// Schema implements huma.SchemaProvider: a part is one of the kinds of block.
func (part) Schema(r huma.Registry) *huma.Schema {
	if _, there := r.Map()["Block"]; !there {
		one := &huma.Schema{}
		r.Map()["Block"] = one
		for _, kind := range block.Kinds {
			body := huma.SchemaFromType(r, bodies[kind])
			s := &huma.Schema{Type: "object", Properties: body.Properties, Required: append(body.Required, "kind")}
			s.Properties["kind"] = &huma.Schema{Type: "string", Enum: []any{string(kind)}}
			s.Properties["key"] = &huma.Schema{Type: "string", Pattern: keyForm.String(), Description: "Stays with the block through every version; absent for a new one"}
			s.PrecomputeMessages()
			name := "Block_" + string(kind)
			r.Map()[name] = s
			one.OneOf = append(one.OneOf, &huma.Schema{Ref: "#/components/schemas/" + name})
		}
	}
	return &huma.Schema{Ref: "#/components/schemas/Block"}
}
