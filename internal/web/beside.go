package web

import (
	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// Each fills a place beside each of several things on another domain's page, by their ids. What has nothing beside it is left out.
type Each func(r *Request, c ui.Chrome, of []string) (map[string]templ.Component, error)
