package dataset

import "minhbach/domain/fault"

// incomplete tells everything that the content lacks before the board may see it:
// what a catalogue entry is made of (DCAT, and Decree 47/2020: the source, the
// licence and the rhythm of updates are named), and data with its dictionary.
func (d *Dataset) incomplete() error {
	var f fault.List
	need := func(present bool, code *fault.Code, path string) {
		if !present {
			f.Add(code.New().At(path))
		}
	}
	about := d.content.Description
	need(about.Title != "", ErrTitleMissing, "description.title")
	need(about.Summary != "", ErrDescriptionMissing, "description.summary")
	need(len(about.Topics) > 0, ErrTopicMissing, "description.topics")
	need(about.Licence != "", ErrLicenceMissing, "description.licence")
	need(about.Frequency != "", ErrFrequencyMissing, "description.frequency")
	need(about.Creator != "", ErrCreatorMissing, "description.creator")
	need(about.Contact.Unit != "", ErrContactMissing, "description.contact.unit")
	need(about.Contact.Email != "", ErrEmailMissing, "description.contact.email")
	need(d.agency != "", ErrPublisherMissing, "agency")
	need(d.slug != "", ErrIdentifierMissing, "slug")

	r := d.content.Release
	if r == nil {
		f.Add(ErrReleaseMissing.New().At("release"))
		return f.Err()
	}
	need(r.Rows > 0, ErrRowsMissing, "release.rows")
	need(r.Rejected == 0 || r.Report != "", ErrReportMissing, "release.report")
	for _, column := range r.Columns {
		if column.Title == "" {
			f.Add(ErrColumnTitle.New("name", column.Name).At("columns." + column.Name + ".title"))
		}
	}
	replaces := d.Version() > 0 && d.NewData()
	need(r.Change != "" || !replaces, ErrChangeMissing, "release.change")
	need(r.Reason != "" || !replaces && r.Change != Correction && r.Change != Revision, ErrChangeReason, "release.reason")
	return f.Err()
}
