package api

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
)

type getCalendarIn struct {
	Year int `query:"year" required:"true" minimum:"2000" maximum:"2119" doc:"Of the Gregorian calendar." example:"2026"`
}

// WorkCalendar is the days off and the days worked in a year.
type WorkCalendar struct {
	Year        int    `json:"year"`
	Version     string `json:"version" doc:"Deadlines name the version by which they were computed."`
	Provisional bool   `json:"provisional" doc:"The holidays of this year are not declared yet: lunar ones are missing."`
	WorkingDays int    `json:"working_days"`
	Days        []Day  `json:"days" doc:"Days that differ from the rule that Saturday and Sunday are off; by date."`
}

// Day is a holiday, a day in lieu or a swapped day.
type Day struct {
	Date       Date    `json:"date"`
	Kind       DayKind `json:"kind"`
	Works      bool    `json:"works" doc:"Whether people work on it."`
	NameVi     string  `json:"name_vi,omitempty"`
	NameEn     string  `json:"name_en,omitempty"`
	LegalBasis string  `json:"legal_basis" doc:"Where it comes from."`
	DeclaredAt Date    `json:"declared_at,omitzero" doc:"Absent where statute alone says so."`
}

func (s *service) getCalendar(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-calendar", Path: "/calendar", Tags: []string{tagDuties},
		Summary:     "The working days of a year, with the notice behind each",
		Description: "What deadlines are counted by, in Viet Nam time (UTC+7).",
	}, func(_ context.Context, in *getCalendarIn) (*unplaced[WorkCalendar], error) {
		cal := calendar.VietNam()
		first, err := calendar.Of(in.Year, time.January, 1)
		if err != nil {
			return nil, err
		}
		last, err := calendar.Of(in.Year, time.December, 31)
		if err != nil {
			return nil, err
		}
		return &unplaced[WorkCalendar]{Body: WorkCalendar{
			Year: in.Year, Version: cal.Version(), Provisional: cal.Provisional(in.Year),
			WorkingDays: cal.WorkingDaysBetween(first.AddDays(-1), last),
			Days: each(cal.Year(in.Year), func(e calendar.Entry) Day {
				return Day{
					Date: Date{e.Date}, Kind: DayKind(e.Kind), Works: e.Kind.Works(), NameVi: e.NameVi, NameEn: e.NameEn,
					LegalBasis: e.LegalBasis, DeclaredAt: Date{e.DeclaredAt},
				}
			}),
		}}, nil
	})
}
