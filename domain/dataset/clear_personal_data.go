package dataset

import (
	"strings"
	"unicode/utf8"

	"minhbach/domain"
)

// ClearPersonalData answers for publishing exactly the content submitted although
// values in it look like personal data. Whoever wrote in it cannot.
type ClearPersonalData struct {
	Deed
	Authority *Authority
	Content   string // hash of the content whose findings were looked at
	Reason    string // at least LeastClearing characters
}

// ClearPersonalData decides on a ClearPersonalData.
func (d *Dataset) ClearPersonalData(cmd ClearPersonalData) ([]domain.Event, error) {
	if err := d.desk.Reviewed(cmd.Deed, cmd.Authority, CommandClearPersonalData, cmd.Content, d.Hash); err != nil {
		return nil, err
	}
	if len(d.findings()) == 0 {
		return nil, ErrNothingToClear.New()
	}
	why, err := refusals.CleanReason(cmd.Reason, true)
	if err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(why) < LeastClearing {
		return nil, ErrReasonShort.New("least", LeastClearing).At("reason")
	}
	return []domain.Event{PersonalDataCleared{
		Content: cmd.Content, Release: d.content.Release.ID, Reason: why, Authority: *cmd.Authority,
	}}, nil
}

func (d *Dataset) findings() []Finding {
	if d.content.Release == nil {
		return nil
	}
	return d.content.Release.Findings
}

// clean passes when nothing was found, or when somebody who wrote none of it
// cleared exactly this content.
func (d *Dataset) clean(content string) error {
	found := d.findings()
	if len(found) == 0 {
		return nil
	}
	if d.cleared == nil || d.cleared.Content != content {
		count, columns := int64(0), []string{}
		for _, f := range found {
			count += f.Count
			columns = append(columns, f.Column)
		}
		return ErrFindings.New("count", count, "columns", strings.Join(columns, ", "))
	}
	if a := d.cleared.Authority; d.desk.Wrote(a.Account) || d.desk.Wrote(a.Delegator) {
		return ErrClearedByAuthor.New()
	}
	return nil
}
