package app

import (
	"context"
	"io"
	"path"
	"slices"
	"strings"

	"minhbach/domain/calendar"
	"minhbach/domain/fault"
	"minhbach/domain/publication"
	"minhbach/eventstore"
	"minhbach/opendata/ingest"
	"minhbach/projections/view"
)

var (
	ErrUploadUnknown = fault.Define(fault.NotFound, "upload.unknown",
		"Không có lượt tải lên này, hoặc đã quá bảy ngày; hãy tải tệp lên lại.",
		"There is no such upload, or it is older than seven days; send the file again.")
	ErrUploadOffset = fault.Define(fault.Conflict, "upload.offset",
		"Phần này không nối tiếp phần đã nhận; hãy gửi tiếp từ byte {offset}.",
		"This piece does not follow what was received; go on from byte {offset}.")
	ErrUploadBusy = fault.Define(fault.Conflict, "upload.busy",
		"Một phần khác của tệp này đang được nhận; hãy hỏi lại vị trí rồi gửi tiếp.",
		"Another piece of this file is being received; ask for the offset and go on from there.")
	ErrUploadLong = fault.Define(fault.Invalid, "upload.long",
		"Tệp dài hơn {size} byte đã báo trước; hãy tải lên lại từ đầu.",
		"The file is longer than the {size} bytes announced; send it again from the beginning.")
	ErrUploadIncomplete = fault.Define(fault.Conflict, "upload.incomplete",
		"Mới nhận {received} trên {size} byte; hãy gửi nốt phần còn lại.",
		"Only {received} of {size} bytes were received; send the rest.")
	ErrUploadSize = fault.Define(fault.TooLarge, "upload.size",
		"Tệp dữ liệu phải có từ 1 byte đến {max} MB; hãy nén bớt cột hoặc chia thành nhiều bộ dữ liệu.",
		"A data file has between 1 byte and {max} MB; leave columns out or divide it into several datasets.")
	ErrUploadMany = fault.Define(fault.Conflict, "upload.many",
		"Cơ quan đang có {count} lượt tải lên chưa dùng (tối đa {max} lượt hoặc {gb} GB); hãy dùng hoặc xoá bớt rồi tải lên lại.",
		"The agency has {count} uploads that were not used (at most {max}, or {gb} GB); use or discard some, then send the file again.")
	ErrUploadReading = fault.Define(fault.Conflict, "upload.reading",
		"Tệp chưa đọc xong; hãy đợi đến khi có kết quả rồi xác nhận.",
		"The file is still being read; wait for the result before you confirm it.")
)

// UploadKeeper stores uploads and has them read.
type UploadKeeper interface {
	Create(u Upload) (Upload, error)
	Append(ctx context.Context, id string, offset int64, r io.Reader) (Upload, error)
	Get(id string) (Upload, error)
	Remove(id string) error
	Open(id string) (UploadFile, error)
	Examine(id string, c ingest.Choices) (Upload, error)
	Wait(ctx context.Context, id string) (Upload, error)
}

// UploadFile is a complete upload.
type UploadFile interface {
	ingest.Source
	io.ReadCloser
}

type receiving struct{ Deps }

func newUploads(d Deps) Uploads {
	u := receiving{d}
	return Uploads{Begin: u.begin, Append: u.append, Get: u.get, Discard: u.discard, Examine: u.examine, Wait: u.wait}
}

// begin announces a file for an agency for which the caller may draft.
func (u receiving) begin(ctx context.Context, by Caller, n NewUpload) (Upload, error) {
	by, err := u.own(by, "BeginUpload", n)
	if err != nil {
		return Upload{}, err
	}
	responsible, err := u.responsible(ctx, n.Agency)
	if err != nil {
		return Upload{}, err
	}
	if err := u.mayDraft(by, responsible); err != nil {
		return Upload{}, err
	}
	if n.Size < 1 || n.Size > u.Limits.DatasetBytes {
		return Upload{}, ErrUploadSize.New("max", u.Limits.DatasetBytes>>20).At("size")
	}
	name := strings.TrimSpace(path.Base(strings.ReplaceAll(n.Name, "\\", "/")))
	if r := []rune(name); len(r) > 120 {
		name = string(r[len(r)-120:])
	}
	id := by.Command
	if id.IsZero() {
		id = eventstore.NewID(u.Now())
	}
	return u.UploadsKept.Create(Upload{ID: id.String(), Agency: responsible, Name: name, Size: n.Size})
}

// mayDraft: the caller has a role there in which datasets are drafted.
func (d Deps) mayDraft(by Caller, agency string) error {
	if by.Account == "" {
		return ErrSignInFirst.New()
	}
	roles := publication.RolesFor(publication.CommandDraft)
	if slices.ContainsFunc(by.Grants, func(g view.Grant) bool { return g.Agency == agency && slices.Contains(roles, g.Role) }) {
		return nil
	}
	return ErrForbidden.New()
}

// responsible is the agency that answers today for what belonged to one.
func (d Deps) responsible(ctx context.Context, owner string) (string, error) {
	tree, err := d.tree(ctx)
	if err != nil {
		return "", mapErr(err)
	}
	if id, ok := tree.Responsible(owner, calendar.DateOf(d.Now())); ok {
		return id, nil
	}
	return owner, nil
}

// mine returns the upload if the caller may work on it; others learn nothing of it.
func (u receiving) mine(by Caller, id string) (Upload, error) {
	if by.Account == "" {
		return Upload{}, ErrSignInFirst.New()
	}
	up, err := u.UploadsKept.Get(id)
	if err != nil {
		return Upload{}, mapErr(err)
	}
	if u.mayDraft(by, up.Agency) != nil {
		return Upload{}, ErrUploadUnknown.New()
	}
	return up, nil
}

func (u receiving) append(ctx context.Context, by Caller, id string, offset int64, r io.Reader) (Upload, error) {
	if up, err := u.mine(by, id); err != nil {
		return up, err
	}
	return u.UploadsKept.Append(ctx, id, offset, r)
}

func (u receiving) get(_ context.Context, by Caller, id string) (Upload, error) {
	return u.mine(by, id)
}

func (u receiving) discard(_ context.Context, by Caller, id string) error {
	if _, err := u.mine(by, id); err != nil {
		return err
	}
	return u.UploadsKept.Remove(id)
}

func (u receiving) examine(_ context.Context, by Caller, id string, c ingest.Choices) (Upload, error) {
	if up, err := u.mine(by, id); err != nil {
		return up, err
	}
	return u.UploadsKept.Examine(id, c)
}

func (u receiving) wait(ctx context.Context, by Caller, id string) (Upload, error) {
	if up, err := u.mine(by, id); err != nil {
		return up, err
	}
	return u.UploadsKept.Wait(ctx, id)
}
