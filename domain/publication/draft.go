package publication

import (
	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/rules"
)

// Draft begins an item of a kind for the portal of an agency. The content may be
// incomplete; Rules and Calendar open the deadlines that it states.
type Draft struct {
	Deed
	Publication string // id, new
	Kind        Kind
	Slug        string  // unique in the agency: the app claims it
	Content     Content // Language empty: Vietnamese
	Rules       *rules.Set
	Calendar    *calendar.Calendar
}

// Draft decides on a Draft. The item belongs to the agency Responsible.
func (p *Publication) Draft(cmd Draft) ([]domain.Event, error) {
	if err := p.desk.Guard(cmd.Deed, CommandDraft); err != nil {
		return nil, err
	}
	if cmd.Content.Language == "" {
		cmd.Content.Language = "vi"
	}
	var f fault.List
	if cmd.Publication == "" {
		f.Add(ErrID.New().At("publication"))
	}
	form := refusals.Cleaner()
	form.Slug("slug", cmd.Slug)
	gather(&f, form.Faults.Err())
	content, err := Clean(cmd.Kind, cmd.Content)
	gather(&f, err)
	if err := f.Err(); err != nil {
		return nil, err
	}
	info, _ := KindOf(cmd.Kind)
	author := cmd.Writer()
	events := []domain.Event{Drafted{
		Publication: cmd.Publication, Agency: cmd.Responsible, Kind: cmd.Kind, Slug: cmd.Slug,
		Language: content.Language, Author: author,
	}}
	events = append(events, changes(Content{Language: content.Language}, content, author)...)
	duties, err := deadlines{cmd.Rules, cmd.Calendar, cmd.Responsible, cmd.Publication}.changed(info, nil, Details{}, content.Details)
	if err != nil {
		return nil, err
	}
	return append(events, duties...), nil
}

// gather puts a fault, or the several that it heads, on the list.
func gather(f *fault.List, err error) {
	one := fault.Of(err)
	switch {
	case one == nil:
	case one.Code == fault.ErrInput:
		for _, sub := range one.Fields {
			f.Add(sub)
		}
	default:
		f.Add(one)
	}
}
