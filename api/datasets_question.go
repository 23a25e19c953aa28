package api

import (
	"minhbach/analytics"
	"minhbach/analytics/where"
	"minhbach/domain/dataset"
)

// Question is the part of a question about rows that lists and groups share.
type Question struct {
	Where string `query:"where" maxLength:"8000" doc:"A condition on columns, such as: dan_so >= 5000 and ten contains \"my\". Operators: = != < <= > >=, between … and …, in (…), contains, starts, ends, equals (these four look past accents and capitals), is missing; joined by and, or, not and brackets. Text in quotes, dates as 2026-01-31 or 31/01/2026." example:"dan_so >= 5000"`
	Q     string `query:"q" maxLength:"300" doc:"Words that some text column of the row must hold, whatever the accents."`
}

// condition reads where against the columns.
func (q Question) condition(columns []dataset.Column) (analytics.Expr, error) {
	e, err := where.Parse(q.Where, columns)
	if err != nil {
		return nil, placed(err, "where")
	}
	if _, err := analytics.Words(q.Q); err != nil {
		return nil, placed(err, "q")
	}
	return e, nil
}
