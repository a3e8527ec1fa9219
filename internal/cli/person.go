package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"text/tabwriter"

	"github.com/commonshelf/commonshelf/internal/actor"
	"github.com/commonshelf/commonshelf/internal/config"
	"github.com/commonshelf/commonshelf/internal/fault"
	"github.com/commonshelf/commonshelf/internal/people"
)

// personCommands are commonshelf person ...
type personCommands struct {
	List personList `cmd:"" help:"List everyone: name, mail, state, schools."`
	Add  personAdd  `cmd:"" help:"Make someone a coordinator, whether they are on the list or not, and print a link that signs them in."`
	Link personLink `cmd:"" help:"Print a link that signs someone in, when no mail arrives."`
}

// whom says of which district a command speaks.
type whom struct {
	config.Stores
	District string `help:"Name of the district, where there are several." placeholder:"NAME"`
	BaseURL  string `help:"Address people type, for the link." name:"base-url" env:"COMMONSHELF_BASE_URL" placeholder:"URL"`
}

// personQuestion is what the commands ask.
type personQuestion struct {
	District string `json:"district"`
	Name     string `json:"name"`
	Mail     string `json:"mail"`
}

// personLine is a person as the commands are told of.
type personLine struct {
	Name        string   `json:"name"`
	Mail        string   `json:"mail"`
	State       string   `json:"state"`
	Coordinator bool     `json:"coordinator"`
	Schools     []string `json:"schools"`
}

// signIn is a link that was drawn.
type signIn struct {
	Name string `json:"name"`
	Base string `json:"base"` // as far as the desk knows
	Path string `json:"path"`
}

// personList is commonshelf person list.
type personList struct{ whom }

// Run lists people.
func (c *personList) Run(a *app) error {
	list, err := askOnce[[]personLine](a, c.Stores, "/person/list", personQuestion{District: c.District})
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, p := range list {
		role := ""
		if p.Coordinator {
			role = "coordinator"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", p.Name, p.Mail, p.State, role, strings.Join(p.Schools, ", "))
	}
	return table.Flush()
}

// personAdd is commonshelf person add NAME MAIL.
type personAdd struct {
	whom
	Name string `arg:"" help:"First and last name, in quotes."`
	Mail string `arg:"" help:"Their mail address."`
}

// Run makes a coordinator.
func (c *personAdd) Run(a *app) error {
	in, err := askOnce[signIn](a, c.Stores, "/person/add", personQuestion{c.District, c.Name, c.Mail})
	if err != nil {
		return err
	}
	return c.print(a, in, "%s is a coordinator. ")
}

// personLink is commonshelf person link MAIL.
type personLink struct {
	whom
	Mail string `arg:"" help:"Their mail address."`
}

// Run prints a link.
func (c *personLink) Run(a *app) error {
	in, err := askOnce[signIn](a, c.Stores, "/person/link", personQuestion{District: c.District, Mail: c.Mail})
	if err != nil {
		return err
	}
	return c.print(a, in, "For %s. ")
}

func (w whom) print(a *app, in signIn, first string) error {
	base := in.Base
	if w.BaseURL != "" {
		base = strings.TrimSuffix(w.BaseURL, "/")
	}
	_, err := fmt.Fprintf(a.out, first+"This link signs in once, within 15 minutes:\n%s%s\n", in.Name, base, in.Path)
	return err
}

// askOnce asks one short question.
func askOnce[T any](a *app, settings config.Stores, path string, question any) (T, error) {
	l, err := a.connect(settings)
	if err != nil {
		var none T
		return none, err
	}
	answer, err := do[T](l, path, question, io.Discard, &progress{})
	return answer, errors.Join(err, l.close())
}

// district finds the district that a question speaks of.
func (d *desk) district(ctx context.Context, name string) (people.District, error) {
	list, err := d.people.Districts(ctx)
	if err != nil {
		return people.District{}, err
	}
	var names []string
	for _, district := range list {
		if name == "" && len(list) == 1 || strings.EqualFold(name, district.Name) {
			return district, nil
		}
		names = append(names, district.Name)
	}
	switch {
	case len(list) == 0:
		return people.District{}, errors.New("nothing is set up yet: start commonshelf serve and open the link that it prints")
	case name == "":
		return people.District{}, fmt.Errorf("say which district with --district: %s", strings.Join(names, ", "))
	}
	return people.District{}, fmt.Errorf("there is no district %q; there is %s", name, strings.Join(names, ", "))
}

func doListPeople(ctx context.Context, d *desk, r *http.Request, _ *frames) (any, error) {
	question, err := ask[personQuestion](r)
	if err != nil {
		return nil, err
	}
	district, err := d.district(ctx, question.District)
	if err != nil {
		return nil, err
	}
	list, err := d.people.Everyone(ctx, actor.Actor{District: district.ID, System: true})
	if err != nil {
		return nil, err
	}
	schools, err := d.people.Schools(ctx, district.ID)
	if err != nil {
		return nil, err
	}
	out := make([]personLine, len(list))
	for i, p := range list {
		out[i] = personLine{Name: p.Name, Mail: p.Mail, State: string(p.State), Coordinator: p.Coordinator}
		for _, m := range p.Memberships {
			for _, school := range schools {
				if school.ID == m.School {
					out[i].Schools = append(out[i].Schools, school.Short)
				}
			}
		}
	}
	return out, nil
}

func doAddCoordinator(ctx context.Context, d *desk, r *http.Request, _ *frames) (any, error) {
	question, err := ask[personQuestion](r)
	if err != nil {
		return nil, err
	}
	district, err := d.district(ctx, question.District)
	if err != nil {
		return nil, err
	}
	by := actor.Actor{District: district.ID, System: true}
	p, err := d.findPerson(ctx, by, question.Mail)
	switch {
	case fault.IsNotFound(err):
		p, err = d.people.AddPerson(ctx, by, people.AddPersonInput{Name: question.Name, Mail: question.Mail, Coordinator: true})
	case err == nil && !p.Coordinator:
		p, err = d.people.MakeCoordinator(ctx, by, p.ID)
	}
	if err != nil {
		return nil, err
	}
	return d.link(ctx, by, p)
}

func doLink(ctx context.Context, d *desk, r *http.Request, _ *frames) (any, error) {
	question, err := ask[personQuestion](r)
	if err != nil {
		return nil, err
	}
	district, err := d.district(ctx, question.District)
	if err != nil {
		return nil, err
	}
	by := actor.Actor{District: district.ID, System: true}
	p, err := d.findPerson(ctx, by, question.Mail)
	if fault.IsNotFound(err) {
		return nil, fmt.Errorf("nobody in %s has the address %s; see commonshelf person list", district.Name, question.Mail)
	}
	if err != nil {
		return nil, err
	}
	return d.link(ctx, by, p)
}

func (d *desk) findPerson(ctx context.Context, by actor.Actor, mail string) (people.Person, error) {
	list, err := d.people.Everyone(ctx, by)
	if err != nil {
		return people.Person{}, err
	}
	for _, p := range list {
		if p.State != people.Left && people.MailKey(p.Mail) == people.MailKey(mail) {
			return p, nil
		}
	}
	return people.Person{}, fault.NotFound{What: "person"}
}

func (d *desk) link(ctx context.Context, by actor.Actor, p people.Person) (signIn, error) {
	secret, err := d.people.LinkFor(ctx, by, p.ID)
	return signIn{Name: p.Name, Base: d.base, Path: people.LinkPath(secret)}, err
}
