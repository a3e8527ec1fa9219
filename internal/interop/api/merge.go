package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode"

	"github.com/commonshelf/commonshelf/internal/fault"
)

// object is a JSON object before it is known what it says.
type object map[string]any

// parse reads a body that is one JSON object. Its texts come back without what no text holds, such as a NUL.
func parse(body []byte) (object, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var out object
	if err := decoder.Decode(&out); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	if out == nil {
		return nil, errors.New("null is no object")
	}
	return clean(map[string]any(out)).(map[string]any), nil
}

func clean(v any) any {
	switch v := v.(type) {
	case string:
		return strings.Map(func(r rune) rune {
			if unicode.IsControl(r) && r != '\n' && r != '\t' {
				return -1
			}
			return r
		}, strings.ReplaceAll(v, "\r\n", "\n"))
	case []any:
		for i := range v {
			v[i] = clean(v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = clean(v[key])
		}
	}
	return v
}

// asObject says a value as the object that its JSON is.
func asObject(v any) (object, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return parse(data)
}

// merged applies a merge patch to a value (RFC 7396): null takes away, objects are merged, all else is put in place. The
// value is not changed.
func merged(into, patch any) any {
	changes, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	out := map[string]any{}
	if before, ok := into.(map[string]any); ok {
		for key, v := range before {
			out[key] = v
		}
	}
	for key, v := range changes {
		if v == nil {
			delete(out, key)
		} else {
			out[key] = merged(out[key], v)
		}
	}
	return out
}

// decode reads an object into what it says. The error names the field that holds something else than belongs there.
func (o object) decode(into any) error {
	data, err := json.Marshal(o)
	if err != nil {
		return err
	}
	if err = json.Unmarshal(data, into); err == nil {
		return nil
	}
	var wrong fault.Fields
	wrong.Add(fieldIn("", err), "api.wrong.value")
	return wrong
}
