package feedbackweb

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/feedback"
	"github.com/commonshelf/commonshelf/internal/web"
	"github.com/commonshelf/commonshelf/internal/web/ui"
)

// thankView is a way to thank somebody for something, or that it was done.
type thankView struct {
	Name   string
	Done   bool
	Action string // address to POST to
}

func thankURL(kind feedback.ThankKind, object string) string {
	return "/thanks/" + string(kind) + "/" + object
}

// ThankEach stands beside each of some things: one tap thanks who made it.
func ThankEach(service *feedback.Service, kind feedback.ThankKind) web.Each {
	return func(r *web.Request, c ui.Chrome, of []string) (map[string]templ.Component, error) {
		list, err := service.Thankables(r.Context(), r.Actor, kind, of)
		out := make(map[string]templ.Component, len(list))
		for object, t := range list {
			out[object] = thankFor(c, thankView{Name: t.Name, Done: t.Done, Action: thankURL(kind, object)})
		}
		return out, err
	}
}

// thank handles POST /thanks/{kind}/{object}.
func (p *pages) thank(w http.ResponseWriter, r *web.Request) error {
	kind, object := feedback.ThankKind(r.PathValue("kind")), r.PathValue("object")
	given, err := p.Feedback.Thank(r.Context(), r.Actor, kind, object, false)
	if err != nil {
		return err
	}
	return web.SeeOtherUndo(w, r, thankedAt(kind, given), thankURL(kind, object)+"/back", "thanks.flash", given.Name)
}

// takeThanksBack handles POST /thanks/{kind}/{object}/back.
func (p *pages) takeThanksBack(w http.ResponseWriter, r *web.Request) error {
	kind := feedback.ThankKind(r.PathValue("kind"))
	given, err := p.Feedback.Thank(r.Context(), r.Actor, kind, r.PathValue("object"), true)
	if err != nil {
		return err
	}
	return web.SeeOther(w, r, thankedAt(kind, given), "thanks.flash.back")
}

// thankedAt is the page where what somebody was thanked for stands.
func thankedAt(kind feedback.ThankKind, given feedback.ThankedFor) string {
	if kind == feedback.ForOffer {
		return given.Resource.Path("") + "/family"
	}
	return given.Resource.Path("")
}
