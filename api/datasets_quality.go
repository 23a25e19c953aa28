package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset/quality"
	"minhbach/projections/view"
)

// QualityScores are two yardsticks laid against one dataset.
type QualityScores struct {
	MQA   QualityScore       `json:"mqa" doc:"The EU's metadata quality assessment: 405 points."`
	Udata QualityScore       `json:"udata" doc:"The criteria of udata."`
	Fixes []QualityCriterion `json:"fixes" doc:"What to mend in MQA, that which gains most first."`
}

// QualityScore is the result of one yardstick.
type QualityScore struct {
	Points   int                `json:"points"`
	Max      int                `json:"max"`
	Ratio    float64            `json:"ratio" doc:"From 0 to 1."`
	Band     string             `json:"band,omitempty" doc:"Of MQA only."`
	Criteria []QualityCriterion `json:"criteria"`
}

// QualityCriterion is one question and its answer.
type QualityCriterion struct {
	ID     string `json:"id" example:"mqa.keywords"`
	Group  string `json:"group" example:"findability"`
	Points int    `json:"points"`
	Max    int    `json:"max"`
	Met    bool   `json:"met"`
	Vi     string `json:"vi"`
	En     string `json:"en"`
	FixVi  string `json:"fix_vi,omitempty"`
	FixEn  string `json:"fix_en,omitempty"`
}

func scoreOf(s quality.Score) QualityScore {
	return QualityScore{Points: s.Points, Max: s.Max, Ratio: s.Ratio(), Band: s.Band, Criteria: each(s.Criteria, criterionOf)}
}

func criterionOf(c quality.Criterion) QualityCriterion { return QualityCriterion(c) }

func (s *service) getDatasetQuality(api huma.API) {
	read(api, huma.Operation{
		OperationID: "get-dataset-quality", Path: "/datasets/{id}/quality", Tags: []string{tagDatasets},
		Summary:     "Two quality scores, criterion by criterion, and what to mend first",
		Description: "The udata score asks whether updates come in time, so it depends on the day.",
		Errors:      []int{410},
	}, func(ctx context.Context, in *Versioned) (*reply[QualityScores], error) {
		a, err := s.aim(ctx, *in, false)
		if err != nil {
			return nil, err
		}
		if a.dataset.State == view.Withdrawn {
			return nil, errDatasetGone.New()
		}
		facts := quality.Facts{Published: calendar.DateOf(a.dataset.PublishedAt), Updated: a.dataset.DataOn, Today: s.day(a.AsOf)}
		mqa := quality.MQA(a.dataset.Content, facts)
		return &reply[QualityScores]{Position: a.position, Body: QualityScores{
			MQA: scoreOf(mqa), Udata: scoreOf(quality.ByUdata(a.dataset.Content, facts)), Fixes: each(mqa.Fixes(), criterionOf),
		}}, nil
	})
}
