package peopleweb

import (
	"net/http"

	"github.com/a-h/templ"

	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/id"
	"github.com/commonshelf/commonshelf/internal/people"
	"github.com/commonshelf/commonshelf/internal/web"
)

// inviteStep is the last step: whom to write to.
type inviteStep struct {
	setUpFrame
	Roll   roll
	Chosen []id.PersonID
	Errors fault.Fields

	Letters []people.InvitationPreview // one for each language
	Look    []templ.Component          // the first page, as the first of them sees it
}

// firstOnes is how many are invited to begin with.
const firstOnes = 3

func (p *pages) showInviteStep(w http.ResponseWriter, r *web.Request, f setUpFrame) error {
	return p.inviteAgain(w, r, inviteStep{setUpFrame: f})
}

func (p *pages) inviteAgain(w http.ResponseWriter, r *web.Request, page inviteStep) error {
	var err error
	if page.Roll, err = p.roll(r); err != nil {
		return err
	}
	if list := page.Roll.in(people.Listed); len(list) <= firstOnes && len(page.Errors) == 0 { // there is nothing to choose
		for _, who := range list {
			page.Chosen = append(page.Chosen, who.ID)
		}
	}
	if page.Letters, err = p.People.PreviewInvitations(r.Context(), r.Actor); err != nil {
		return err
	}
	if len(page.Letters) > 0 {
		if page.Look, err = web.Fill(r, page.Chrome, string(page.Letters[0].Person), p.FirstLook); err != nil {
			return err
		}
	}
	return show(w, r, page.Errors, showInviteStep(page))
}

// doInvite writes to the three who were chosen, to everyone, or to nobody yet, and ends setting up.
func (p *pages) doInvite(w http.ResponseWriter, r *web.Request, f setUpFrame, form web.Form) error {
	page := inviteStep{setUpFrame: f}
	for _, person := range form.All("person") {
		page.Chosen = append(page.Chosen, id.PersonID(person))
	}
	var n int
	var err error
	undo := uninviteURL(r)
	switch form.Text("do") {
	case "everyone":
		n, err = p.People.InviteEveryone(r.Context(), r.Actor)
	case "later":
	default:
		list, everyoneErr := p.roll(r)
		if everyoneErr != nil {
			return everyoneErr
		}
		if most := min(firstOnes, len(list.in(people.Listed))); len(page.Chosen) == 0 || len(page.Chosen) > most {
			page.Errors.Add("person", "setup.invite.three", most)
			return p.inviteAgain(w, r, page)
		}
		n, err = p.People.Invite(r.Context(), r.Actor, page.Chosen)
	}
	if err != nil {
		return err
	}
	if _, err := p.People.Reached(r.Context(), r.Actor, people.StepInvite); err != nil {
		return err
	}
	if n == 0 {
		return web.SeeOther(w, r, "/", "setup.done")
	}
	return web.SeeOtherUndo(w, r, "/", undo, "setup.done_invited", n)
}
