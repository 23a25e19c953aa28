package calendar

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"
)

//go:embed vietnam.json
var vietnamJSON []byte

// Statutory is a holiday that the law itself puts on a date of every year.
type Statutory struct {
	Month       time.Month `json:"month"`
	Day         int        `json:"day"`
	NameVi      string     `json:"name_vi"`
	NameEn      string     `json:"name_en"`
	LegalBasis  string     `json:"legal_basis"`
	ValidFrom   Date       `json:"valid_from,omitzero"`
	Compensated string     `json:"compensated,omitempty"` // the article that gives a day in lieu
	Note        string     `json:"note,omitempty"`
}

var vietnam = sync.OnceValues(func() (data struct {
	Statutory []Statutory `json:"statutory"`
	Entries   []Entry     `json:"entries"`
}, err error) {
	if err = json.Unmarshal(vietnamJSON, &data); err != nil {
		err = fmt.Errorf("calendar: embedded data: %w", err)
	}
	return data, err
})

var vietnamCalendar = sync.OnceValues(func() (*Calendar, error) {
	data, err := vietnam()
	if err != nil {
		return nil, err
	}
	return New(data.Entries)
})

// VietNam is the calendar of the recorded notices (2025 and 2026).
func VietNam() *Calendar {
	c, err := vietnamCalendar()
	if err != nil {
		panic(err)
	}
	return c
}

// StatutoryHolidays lists the fixed-date holidays of the law.
func StatutoryHolidays() []Statutory {
	data, err := vietnam()
	if err != nil {
		panic(err)
	}
	return slices.Clone(data.Statutory)
}

// on is the holiday's date in a year; none before its law was in force.
func (s Statutory) on(year int) Date {
	d, err := Of(year, s.Month, s.Day)
	if err != nil || d.Before(s.ValidFrom) {
		return Date{}
	}
	return d
}

// derive adds what statute alone says: the fixed-date holidays of every year
// on dates without an entry, and, in years without a notice, the next working
// day for one that falls on a weekly rest day (Labour Code 45/2019/QH14 Điều
// 111 khoản 3; a notice names such days itself). Lunar holidays are missing, so
// years without a notice stay provisional.
func (c *Calendar) derive() {
	statute := StatutoryHolidays()
	for year := firstYear; year <= lastYear; year++ {
		var inLieu []Entry
		for _, s := range statute {
			d := s.on(year)
			if _, spoken := c.days[d]; spoken || d.IsZero() {
				continue
			}
			e := Entry{Date: d, Kind: Holiday, NameVi: s.NameVi, NameEn: s.NameEn, LegalBasis: s.LegalBasis}
			c.derived[d] = e
			if s.Compensated != "" && restDay(d) && !c.declared[year] {
				e.Kind, e.LegalBasis = Compensatory, s.Compensated
				e.NameVi, e.NameEn = "Nghỉ bù "+s.NameVi, s.NameEn+" (day in lieu)"
				inLieu = append(inLieu, e)
			}
		}
		for _, e := range inLieu {
			e.Date = c.NextWorking(e.Date)
			c.derived[e.Date] = e
		}
	}
}

// The years for which statute is applied: from the first regulation on portals
// to a century after it.
const firstYear, lastYear = 2000, 2119

func restDay(d Date) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}
