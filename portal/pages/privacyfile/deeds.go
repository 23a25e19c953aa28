package privacyfile

import (
	"minhbach/domain/fault"
	"minhbach/domain/subject"
	"minhbach/internal/app"
	"minhbach/portal/desk"
	"minhbach/portal/form"
	"minhbach/portal/pages/privacy"
	"minhbach/portal/site"
)

// ErrUnconfirmed: the box that says so was not ticked.
var ErrUnconfirmed = fault.Define(fault.Invalid, "subject.unconfirmed",
	"Hãy đánh dấu xác nhận: xóa rồi thì không ai khôi phục được.",
	"Tick the box: what is erased nobody can bring back.")

// deeds are the last parts of the addresses that forms of this page go to, in the
// order in which they stand on the page.
var deeds = []struct {
	path string
	do   subject.Command
}{
	{"phan-hoi", subject.CommandAcknowledge}, {"xoa", subject.CommandOrder}, {"tu-choi", subject.CommandRefuse}, {"gia-han", subject.CommandExtend},
	{"bao-ket-qua", subject.CommandNotify}, {"yeu-cau", subject.CommandRequest}, {"han-che", subject.CommandRestrict}, {"go-han-che", subject.CommandLift},
	{"giu", subject.CommandHold}, {"go-giu", subject.CommandRelease},
}

// Deeds lists them.
func Deeds() (all []string) {
	for _, d := range deeds {
		all = append(all, d.path)
	}
	return all
}

// Do is the handler of one deed.
func Do(deed string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		f := form.Of(r, deed)
		if done, err := do(s, r, f, deed, r.PathValue("id")); done || err != nil {
			return err
		}
		return show(s, r, f, deed)
	}
}

func do(s *site.Site, r *site.Request, f *form.Form, deed, id string) (bool, error) {
	c, back, done := s.App.Commands.Subjects, privacy.Home+"/"+id, "ca-nhan-"+deed
	switch deed {
	case "yeu-cau":
		return desk.Act(r, f, c.RequestErasure, app.RequestErasure{Subject: id, Capacity: subject.Capacity(f.Get("capacity")), Basis: subject.Basis(f.Get("basis")),
			Reference: f.Get("reference"), ReceivedOn: f.Date("received_on"), ThirdParty: f.Has("third_party")}, back, done)
	case "phan-hoi":
		return desk.Act(r, f, c.AcknowledgeErasure, app.AcknowledgeErasure{Subject: id}, back, done)
	case "gia-han":
		return desk.Act(r, f, c.ExtendErasure, app.ExtendErasure{Subject: id, Cause: subject.Cause(f.Get("cause"))}, back, done)
	case "tu-choi":
		return desk.Act(r, f, c.RefuseErasure, app.RefuseErasure{Subject: id, Ground: subject.Ground(f.Get("ground")), Reference: f.Get("reference")}, back, done)
	case "xoa":
		if !f.Has("confirmed") {
			f.RefuseAt("confirmed", ErrUnconfirmed.New())
		}
		return desk.Act(r, f, c.OrderErasure, app.OrderErasure{Subject: id}, back, done)
	case "bao-ket-qua":
		return desk.Act(r, f, c.NotifyRequester, app.NotifyRequester{Subject: id, Channel: subject.Channel(f.Get("channel"))}, back, done)
	case "han-che":
		return desk.Act(r, f, c.Restrict, app.RestrictData{Subject: id, Cause: subject.Restraining(f.Get("cause"))}, back, done)
	case "go-han-che":
		return desk.Act(r, f, c.LiftRestriction, app.LiftRestriction{Subject: id}, back, done)
	case "giu":
		return desk.Act(r, f, c.PlaceHold, app.PlaceHold{Subject: id, Ground: subject.Ground(f.Get("ground")), Reference: f.Get("reference"), Until: f.Date("until")}, back, done)
	case "go-giu":
		return desk.Act(r, f, c.LiftHold, app.LiftHold{Subject: id, Hold: f.Get("hold")}, back, done)
	}
	return false, app.ErrNotFound.New()
}
