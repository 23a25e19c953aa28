package app

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"
	"strings"

	"minhbach/domain"
	"minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/opendata/export"
	"minhbach/opendata/ingest"
)

var (
	ErrRejectedRows = fault.Define(fault.Conflict, "dataset.rejected_rows",
		"Có {count} dòng chưa đọc được; hãy sửa tệp rồi tải lên lại, hoặc chọn công bố kèm danh sách các dòng bị loại.",
		"{count} rows could not be read; mend the file and send it again, or choose to publish with the list of rejected rows.")
	ErrNoRows = fault.Define(fault.Invalid, "dataset.no_rows",
		"Không có dòng dữ liệu nào đọc được từ tệp này; hãy xem báo cáo, chọn lại dòng tiêu đề hoặc kiểu cột.",
		"Not one row of this file could be read; look at the report and choose another header row or other types.")
)

// attach takes an upload as the release in hand: its bytes are kept for ever, its
// table is made, and only then is it recorded. What a refusal leaves behind is
// swept away.
func (s curation) attach(ctx context.Context, by Caller, cmd AttachRelease) (Receipt, error) {
	if by.Command.IsZero() {
		by.Command = eventstore.NewID(s.Now())
	}
	d, err := s.loadDataset(ctx, cmd.ID)
	if err != nil {
		return Receipt{}, err
	}
	g, err := s.grounds(ctx, by, d.Agency(), editorial.CommandAttach)
	if err != nil {
		return Receipt{}, mapErr(err)
	}
	// The id follows from the command, so that a retry finds what it made before.
	id := eventstore.DeriveID("release", by.Command.String()).String()
	if r := d.Content().Release; r != nil && r.ID == id {
		return s.carry(ctx, by, cmd.ID, g, func(*dataset.Dataset, grounds) ([]domain.Event, error) { return nil, nil })
	}
	up, err := s.examined(ctx, by, g.deed.Responsible, cmd)
	if err != nil {
		return Receipt{}, err
	}
	x := up.Examined
	// Titles, units and descriptions that were written once stay with their columns.
	columns := x.Columns
	if public, _ := d.Public(); d.Content().Release != nil {
		columns = dataset.CarryOver(d.Content().Release.Columns, columns)
	} else if public.Release != nil {
		columns = dataset.CarryOver(public.Release.Columns, columns)
	}
	release := dataset.Release{
		ID: id, Reading: x.Reading, Columns: columns, Rows: x.Rows, Rejected: x.Report.Total, Findings: x.Findings, Notes: x.Notes,
		Change: cmd.Change, Reason: cmd.Reason,
		File: publication.Attachment{SHA256: noHash, Name: up.Name, Title: up.Name, MediaType: mediaOf(x.Reading.Format), Size: up.Size},
	}
	// Ask the aggregate before storing anything, so that a refusal costs nothing.
	if _, err := d.Attach(dataset.Attach{Deed: g.deed, Release: release}); err != nil {
		return Receipt{}, err
	}
	if err := s.store(ctx, up.ID, &release, x.Report); err != nil {
		return Receipt{}, err
	}
	if err := s.Tables.Ensure(ctx, release); err != nil {
		return Receipt{}, mapErr(err)
	}
	r, err := s.carry(ctx, by, cmd.ID, g, func(d *dataset.Dataset, g grounds) ([]domain.Event, error) {
		return d.Attach(dataset.Attach{Deed: g.deed, Release: release})
	})
	if err != nil {
		if fault.Of(err) != nil { // refused: certainly not recorded
			_ = s.Tables.Drop(context.WithoutCancel(ctx), id)
		}
		return r, err
	}
	_ = s.UploadsKept.Remove(up.ID) // what stays is swept after seven days
	return r, nil
}

// noHash stands for the hash of bytes that are not stored yet.
const noHash = "0000000000000000000000000000000000000000000000000000000000000000"

// examined is the upload with the examination that the publisher saw.
func (s curation) examined(ctx context.Context, by Caller, responsible string, cmd AttachRelease) (Upload, error) {
	up, err := receiving{s.Deps}.mine(by, cmd.Upload)
	if err != nil {
		return up, err
	}
	if up.Agency != responsible {
		return up, ErrUploadUnknown.New().At("upload")
	}
	if up.State == Receiving {
		return up, ErrUploadIncomplete.New("received", up.Offset, "size", up.Size).At("upload")
	}
	if up.State == Received || !reflect.DeepEqual(up.Choices, cmd.Choices) {
		if up, err = s.UploadsKept.Examine(cmd.Upload, cmd.Choices); err != nil {
			return up, mapErr(err)
		}
		if up, err = s.UploadsKept.Wait(ctx, cmd.Upload); err != nil {
			return up, mapErr(err)
		}
	}
	switch {
	case !reflect.DeepEqual(up.Choices, cmd.Choices): // somebody had it read otherwise meanwhile
		return up, ErrUploadReading.New().At("upload")
	case up.State == Refused:
		return up, mapErr(up.Fault)
	case up.State != Examined:
		return up, ErrUploadReading.New().At("upload")
	case up.Examined.Rows == 0:
		return up, ErrNoRows.New().At("upload")
	case up.Examined.Report.Total > 0 && !cmd.AcceptRejected:
		return up, ErrRejectedRows.New("count", up.Examined.Report.Total).At("accept_rejected")
	}
	return up, nil
}

// store keeps the file and the report under their hashes.
func (s curation) store(ctx context.Context, upload string, r *dataset.Release, report ingest.Report) error {
	f, err := s.UploadsKept.Open(upload)
	if err != nil {
		return mapErr(err)
	}
	defer f.Close()
	if r.File, err = s.Files.Keep(ctx, f.Name(), r.File.MediaType, s.Limits.DatasetBytes, f); err != nil {
		return err
	}
	if report.Total == 0 {
		return nil
	}
	text, err := json.Marshal(report)
	if err != nil {
		return err
	}
	kept, err := s.Files.Keep(ctx, "rejected.json", "application/json", int64(len(text)), bytes.NewReader(text))
	r.Report = kept.SHA256
	return err
}

// mediaOf is the media type under which an original is served.
func mediaOf(format string) string {
	if format == "ods" {
		return "application/vnd.oasis.opendocument.spreadsheet"
	}
	if f, ok := export.FormOf(export.Format(format)); ok {
		media, _, _ := strings.Cut(f.MediaType, ";") // whatever encoding it is in
		return media
	}
	return "application/octet-stream"
}
