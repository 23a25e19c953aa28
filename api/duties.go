package api

import (
	"cmp"
	"context"
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/domain/duty"
	"minhbach/internal/app"
	"minhbach/projections/view"
)

// Duty is a legal deadline and how it stands.
type Duty struct {
	RuleID          string    `json:"rule_id" example:"R17.c1"`
	RuleVersion     string    `json:"rule_version" doc:"Rule pack that was in force on the triggering date." example:"2019-05"`
	Agency          string    `json:"agency" doc:"Id of the agency that owes it."`
	Publication     string    `json:"publication" doc:"Id."`
	Title           string    `json:"title"`
	Trigger         string    `json:"trigger" doc:"The fact that opened it." example:"document.issued_on"`
	TriggerDate     Date      `json:"trigger_date"`
	DueDate         Date      `json:"due_date" doc:"The last day on time."`
	Limit           int       `json:"limit,omitempty" doc:"Days; 0 for a fixed date."`
	Unit            Unit      `json:"unit"`
	CalendarVersion string    `json:"calendar_version"`
	Provisional     bool      `json:"provisional" doc:"The holidays of a year that it touches are not declared yet."`
	LegalBasisVi    string    `json:"legal_basis_vi" example:"Điều 17 khoản 1 điểm c, Quyết định 07/2019/QĐ-UBND"`
	LegalBasisEn    string    `json:"legal_basis_en"`
	State           DutyState `json:"state"`
	MetOn           Date      `json:"met_on,omitzero"`
	DaysLeft        int       `json:"days_left,omitempty" doc:"While pending; 0 on the last day."`
	DaysLate        int       `json:"days_late,omitempty" doc:"When overdue or late, in working days where the limit is."`
}

func dutyOf(d view.Duty, today calendar.Date) Duty {
	out := Duty{
		RuleID: d.RuleID, RuleVersion: d.RuleVersion, Agency: d.AgencyID, Publication: d.Publication, Title: d.Title,
		Trigger: d.Trigger, TriggerDate: Date{d.TriggerDate}, DueDate: Date{d.DueDate}, Limit: d.Limit, Unit: Unit(d.Unit),
		CalendarVersion: d.CalendarVersion, Provisional: d.Provisional, LegalBasisVi: d.LegalBasisVi, LegalBasisEn: d.LegalBasisEn,
	}
	if v := d.Verdict; v != nil {
		out.State, out.MetOn, out.DaysLate = DutyState(v.State), Date{v.MetOn}, v.DaysLate
		return out
	}
	if d.Met {
		out.State = DutyState(duty.Met)
		return out
	}
	status := d.StateOn(today, calendar.VietNam())
	out.State, out.DaysLeft, out.DaysLate = DutyState(status.State), status.DaysLeft, status.DaysLate
	return out
}

type listDutiesIn struct {
	Point
	Agency       string    `query:"agency" maxLength:"255" doc:"Id, code or slug of the agency that owes it."`
	Subordinates bool      `query:"subordinates" doc:"Also those of the agencies below it."`
	State        DutyState `query:"state" doc:"On the day of as_of."`
	Limit        int       `query:"limit" minimum:"1" maximum:"500" default:"100"`
	Cursor       string    `query:"cursor" maxLength:"1000" doc:"From next, or from the link rel=next."`
}

// DutyList is a page of deadlines.
type DutyList struct {
	Duties []Duty `json:"duties" doc:"The nearest due date first."`
	Total  int    `json:"total" doc:"Of all pages."`
	Next   string `json:"next,omitempty"`
}

func (s *service) listDuties(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-duties", Path: "/duties", Tags: []string{tagDuties},
		Summary:     "Legal deadlines for publication, met and late",
		Description: "Only of what has been published; the article of law is named with each.",
	}, func(ctx context.Context, in *listDutiesIn) (*paged[DutyList], error) {
		at, position, err := s.at(ctx, in.Point)
		if err != nil {
			return nil, err
		}
		after, err := openDutyCursor(in.Cursor)
		if err != nil {
			return nil, err
		}
		tree, err := s.app.Queries.Tree(ctx, at, calendar.Date{})
		if err != nil {
			return nil, err
		}
		owners, err := s.owners(ctx, tree, at, in.Agency, in.Subordinates)
		if err != nil {
			return nil, err
		}
		all, err := s.app.Queries.Duties(ctx, app.DutyQuery{Agencies: owners, AsOf: at})
		if err != nil {
			return nil, err
		}
		list := each(all, func(d view.Duty) Duty { return dutyOf(d, s.day(at)) })
		if in.State != "" {
			list = slices.DeleteFunc(list, func(d Duty) bool { return d.State != in.State })
		}
		slices.SortStableFunc(list, func(a, b Duty) int { return cmp.Compare(dutyKey(a), dutyKey(b)) })
		body := DutyList{Total: len(list)}
		first, _ := slices.BinarySearchFunc(list, after, func(d Duty, key string) int {
			if dutyKey(d) > key {
				return 1
			}
			return -1
		})
		body.Duties = list[first:]
		if len(body.Duties) > in.Limit {
			body.Duties = body.Duties[:in.Limit]
			body.Next = base64.RawURLEncoding.EncodeToString([]byte(dutyKey(body.Duties[in.Limit-1])))
		}
		return &paged[DutyList]{Position: position, Link: nextLink(ctx, "/duties", in.query(), body.Next), Body: body}, nil
	})
}

func dutyKey(d Duty) string { return d.DueDate.String() + "|" + d.RuleID + "|" + d.Publication }

func openDutyCursor(cursor string) (string, error) {
	key, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil || cursor != "" && strings.Count(string(key), "|") != 2 {
		return "", errCursor.New().At("cursor")
	}
	return string(key), nil
}

func (in *listDutiesIn) query() url.Values {
	q := url.Values{}
	for name, value := range map[string]string{"as_of": in.AsOf, "agency": in.Agency, "state": string(in.State)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if in.Subordinates {
		q.Set("subordinates", "true")
	}
	if in.Limit != 100 {
		q.Set("limit", strconv.Itoa(in.Limit))
	}
	return q
}
