package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/internal/node"
	"minhbach/opendata/ingest"
	"minhbach/projections/view"
)

// datasetFlags are what an import may say besides the file.
type datasetFlags struct {
	agency, as, into                         string
	title, summary, topics, keywords         string
	licence, frequency, creator, unit, email string
	from, to, change, reason                 string
	encoding, delimiter, sheet, format       string
	header                                   int
	acceptRejected, submit, dryRun           bool
}

func (c *cli) importDatasetCommand() *cobra.Command {
	var f datasetFlags
	cmd := &cobra.Command{
		Use:   "dataset FILE",
		Short: c.say("nhập một tệp dữ liệu vào bộ dữ liệu; không bao giờ tự duyệt", "import a data file into a dataset; never approves it"),
		Long: c.say("Đọc toàn bộ tệp (CSV, TSV, XLSX, ODS, JSON, NDJSON, GeoJSON, Parquet), đoán kiểu từng cột và báo từng dòng không đọc được.\nViệc duyệt và công bố vẫn do người khác làm trên cổng.",
			"Reads the whole file (CSV, TSV, XLSX, ODS, JSON, NDJSON, GeoJSON, Parquet), guesses the type of each column and reports every row that cannot be read.\nApproval and publication stay with another person, on the portal."),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			choices := ingest.Choices{Encoding: f.encoding, Delimiter: f.delimiter, Sheet: f.sheet, Format: f.format}
			if cmd.Flags().Changed("header-row") {
				choices.HeaderRow = &f.header
			}
			return c.importDataset(cmd.Context(), args[0], f, choices)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.agency, "agency", "", c.say("mã cơ quan chủ quản", "code of the agency"))
	flags.StringVar(&f.as, "as", "", c.say("tên đăng nhập của người nhập", "login of the person who imports"))
	flags.StringVar(&f.into, "dataset", "", c.say("tên (slug) hoặc mã của bộ dữ liệu đã có", "slug or id of a dataset that is there"))
	flags.StringVar(&f.title, "title", "", c.say("tên bộ dữ liệu mới", "title of a new dataset"))
	flags.StringVar(&f.summary, "summary", "", c.say("tóm tắt", "summary"))
	flags.StringVar(&f.topics, "topic", "", c.say("chủ đề, cách nhau bằng dấu phẩy", "topics, separated by commas"))
	flags.StringVar(&f.keywords, "keywords", "", c.say("từ khóa, cách nhau bằng dấu phẩy", "keywords, separated by commas"))
	flags.StringVar(&f.licence, "licence", "vn-open-data", c.say("giấy phép", "licence"))
	flags.StringVar(&f.frequency, "frequency", "irregular", c.say("tần suất cập nhật", "how often it is updated"))
	flags.StringVar(&f.creator, "creator", "", c.say("đơn vị tạo dữ liệu", "unit that makes the data"))
	flags.StringVar(&f.unit, "contact-unit", "", c.say("đơn vị liên hệ", "unit to contact"))
	flags.StringVar(&f.email, "contact-email", "", c.say("thư điện tử liên hệ", "e-mail to contact"))
	flags.StringVar(&f.from, "period-from", "", c.say("dữ liệu từ ngày, YYYY-MM-DD", "first day that the data speaks of, YYYY-MM-DD"))
	flags.StringVar(&f.to, "period-to", "", c.say("dữ liệu đến ngày, YYYY-MM-DD", "last day that the data speaks of, YYYY-MM-DD"))
	flags.StringVar(&f.change, "change", string(dataset.NewData), "new_data | correction | revision")
	flags.StringVar(&f.reason, "reason", "", c.say("lý do (bắt buộc khi sửa dữ liệu đã công bố)", "reason (mandatory for a change of public data)"))
	flags.StringVar(&f.format, "format", "", c.say("định dạng, nếu không muốn tự nhận", "format, instead of what is detected"))
	flags.StringVar(&f.encoding, "encoding", "", c.say("bảng mã, nếu không muốn tự nhận", "encoding, instead of what is detected"))
	flags.StringVar(&f.delimiter, "delimiter", "", c.say("dấu phân cách", "delimiter"))
	flags.StringVar(&f.sheet, "sheet", "", c.say("trang tính", "sheet"))
	flags.IntVar(&f.header, "header-row", 0, c.say("dòng tiêu đề; 0: không có", "row of the header; 0: none"))
	flags.BoolVar(&f.acceptRejected, "accept-rejected", false, c.say("nhập các dòng đúng và liệt kê công khai các dòng bị loại", "take the good rows and list the rejected ones publicly"))
	flags.BoolVar(&f.submit, "submit", false, c.say("gửi Ban Biên tập duyệt ngay", "submit to the editorial board at once"))
	flags.BoolVar(&f.dryRun, "dry-run", false, c.say("chỉ đọc và báo cáo, không ghi gì", "only read and report, record nothing"))
	return cmd
}

// datasetImport is the result as programs get it.
type datasetImport struct {
	Dataset     string              `json:"dataset,omitempty"`
	Revision    int64               `json:"revision,omitempty"`
	Submitted   bool                `json:"submitted"`
	Examination *ingest.Examination `json:"examination"`
}

func (c *cli) importDataset(ctx context.Context, path string, f datasetFlags, choices ingest.Choices) error {
	if f.dryRun {
		return c.examineOnly(ctx, path, choices)
	}
	if f.agency == "" || f.as == "" || (f.into == "") == (f.title == "") {
		return exit{Usage, errors.New(c.say("cần --agency MÃ, --as TÊN ĐĂNG NHẬP, và một trong --dataset hoặc --title", "--agency CODE and --as LOGIN are needed, and one of --dataset and --title"))}
	}
	description, err := f.description()
	if err != nil {
		return exit{Usage, err}
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	n, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer n.Close()
	if err := n.Ready(ctx); err != nil {
		return err
	}
	by, agency, err := c.actingAs(ctx, n, f.as, f.agency)
	if err != nil {
		return err
	}
	up, err := n.App.Uploads.Begin(ctx, by, app.NewUpload{Agency: agency, Name: filepath.Base(path), Size: info.Size()})
	if err != nil {
		return err
	}
	bar := c.bar(c.say("nhận tệp", "receiving"))
	if up, err = n.App.Uploads.Append(ctx, by, up.ID, 0, &counted{r: file, size: info.Size(), tell: bar.at}); err != nil {
		return err
	}
	if up, err = c.examine(ctx, n, by, up.ID, choices); err != nil {
		return err
	}
	id, err := c.target(ctx, n, by, agency, f, description)
	if err != nil {
		return err
	}
	sets := n.App.Commands.Datasets
	bar = c.bar(c.say("dựng bảng dữ liệu", "making the table"))
	r, err := sets.Attach(ctx, by, app.AttachRelease{
		ID: id, Upload: up.ID, Choices: choices, AcceptRejected: f.acceptRejected, Change: dataset.Change(f.change), Reason: f.reason,
	})
	if err != nil {
		c.printExamination(c.err, up.Examined)
		return err
	}
	bar.at(1)
	if f.submit {
		if r, err = sets.Submit(ctx, by, app.SubmitDataset{ID: id}); err != nil {
			return err
		}
	}
	result := datasetImport{Dataset: id, Revision: r.Revision, Submitted: f.submit, Examination: up.Examined}
	err = c.print(result, func(w io.Writer) {
		c.printExamination(w, up.Examined)
		fmt.Fprintf(w, c.say("\nBộ dữ liệu: %s\n", "\nDataset: %s\n"), id)
		if f.submit {
			fmt.Fprintln(w, c.say("Đã gửi Ban Biên tập duyệt; một người khác sẽ duyệt trên cổng.", "Submitted to the editorial board; another person approves it on the portal."))
		} else {
			fmt.Fprintln(w, c.say("Bản soạn đã có dữ liệu; hãy kiểm tra và gửi duyệt trên cổng.", "The draft has its data; check it and submit it on the portal."))
		}
	})
	if err == nil && up.Examined.Report.Total > 0 {
		err = exit{Degraded, fmt.Errorf(c.say("%d dòng bị loại, được liệt kê công khai", "%d rows were rejected and are listed publicly"), up.Examined.Report.Total)}
	}
	return err
}

func (f datasetFlags) description() (d dataset.Description, err error) {
	d = dataset.Description{
		Title: f.title, Summary: f.summary, Topics: list(f.topics), Keywords: list(f.keywords), Licence: f.licence,
		Frequency: dataset.Frequency(f.frequency), Creator: f.creator, Contact: dataset.Contact{Unit: f.unit, Email: f.email},
	}
	for _, day := range []struct {
		flag, text string
		to         *calendar.Date
	}{{"--period-from", f.from, &d.PeriodFrom}, {"--period-to", f.to, &d.PeriodTo}} {
		if day.text == "" {
			continue
		}
		if *day.to, err = calendar.Parse(day.text); err != nil {
			return d, fmt.Errorf("%s: %w", day.flag, err)
		}
	}
	return d, nil
}

func list(text string) (all []string) {
	for _, s := range strings.Split(text, ",") {
		if s = strings.TrimSpace(s); s != "" {
			all = append(all, s)
		}
	}
	return all
}

// actingAs is the person in whose name the operator imports, and the agency.
func (c *cli) actingAs(ctx context.Context, n *node.Node, login, code string) (app.Caller, string, error) {
	accounts, err := n.App.Queries.Accounts(ctx, app.Caller{Operator: true})
	if err != nil {
		return app.Caller{}, "", err
	}
	tree, err := n.App.Queries.Tree(ctx, view.AsOf{}, calendar.Date{})
	if err != nil {
		return app.Caller{}, "", err
	}
	agency, ok := tree.BySlug(code)
	if !ok {
		return app.Caller{}, "", exit{Usage, fmt.Errorf(c.say("không có cơ quan nào mang mã “%s”", "there is no agency with the code “%s”"), code)}
	}
	for _, a := range accounts {
		if a.Login == login && !a.Disabled {
			return app.Caller{Account: a.ID, Name: a.Name, Grants: a.Grants}, agency.ID, nil
		}
	}
	return app.Caller{}, "", exit{Usage, fmt.Errorf(c.say("không có tài khoản “%s” đang hoạt động", "there is no active account “%s”"), login)}
}

// target is the draft or revision that takes the file.
func (c *cli) target(ctx context.Context, n *node.Node, by app.Caller, agency string, f datasetFlags, d dataset.Description) (string, error) {
	sets := n.App.Commands.Datasets
	if f.into == "" {
		r, err := sets.Draft(ctx, by, app.DraftDataset{Agency: agency, Description: d})
		return r.ID, err
	}
	id := f.into
	if found, err := n.App.Queries.Datasets.Get(ctx, f.into, view.AsOf{}); err == nil {
		id = found.ID
	}
	work, err := n.App.Queries.Datasets.Work(ctx, by, id)
	if err != nil {
		return "", err
	}
	for _, allowed := range work.Allowed {
		if allowed == dataset.CommandOpenRevision {
			_, err := sets.OpenRevision(ctx, by, app.OpenRevision{ID: id, Reason: f.reason})
			return id, err
		}
	}
	return id, nil
}

// examine has an upload read and shows how far it is.
func (c *cli) examine(ctx context.Context, n *node.Node, by app.Caller, id string, choices ingest.Choices) (app.Upload, error) {
	up, err := n.App.Uploads.Examine(ctx, by, id, choices)
	bar := c.bar(c.say("đọc toàn bộ tệp", "reading the whole file"))
	for err == nil && up.State == app.Examining {
		var soon context.Context
		soon, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		up, err = n.App.Uploads.Wait(soon, by, id)
		cancel()
		bar.at(up.Done)
	}
	if err == nil && up.Fault != nil {
		err = up.Fault
	}
	if err == nil {
		err = ctx.Err()
	}
	return up, err
}

// localFile is a file as ingest reads it.
type localFile struct {
	*os.File
	size int64
}

func (f localFile) Size() int64  { return f.size }
func (f localFile) Name() string { return filepath.Base(f.File.Name()) }

// examineOnly reads a file without a data directory.
func (c *cli) examineOnly(ctx context.Context, path string, choices ingest.Choices) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	bar := c.bar(c.say("đọc toàn bộ tệp", "reading the whole file"))
	x, err := ingest.Reader{}.Examine(ctx, localFile{f, info.Size()}, choices, bar.at)
	if err != nil {
		return err
	}
	bar.at(1)
	return c.print(datasetImport{Examination: x}, func(w io.Writer) { c.printExamination(w, x) })
}

func (c *cli) printExamination(w io.Writer, x *ingest.Examination) {
	if x == nil {
		return
	}
	lang := c.language()
	fmt.Fprintf(w, c.say("Định dạng: %s", "Format: %s"), x.Reading.Format)
	if x.Reading.Encoding != "" {
		fmt.Fprintf(w, ", %s", x.Reading.Encoding)
	}
	fmt.Fprintf(w, c.say("\nDòng nhận: %d · dòng loại: %d\n\n", "\nRows taken: %d · rejected: %d\n\n"), x.Rows, x.Report.Total)
	fmt.Fprintf(w, "%-30s %-10s %-14s %10s %8s\n", c.say("cột", "column"), c.say("kiểu", "type"), c.say("cách ghi", "written as"), c.say("giá trị", "values"), c.say("trống", "empty"))
	for i, column := range x.Columns {
		e := x.Evidence[i]
		fmt.Fprintf(w, "%-30s %-10s %-14s %10d %8d  %s\n", column.Name, column.Type, x.Reading.Columns[i].Format, e.Values, e.Empty, column.Title)
	}
	for _, note := range x.Notes {
		fmt.Fprintf(w, "  · %s\n", ingest.Sentence(note, lang))
	}
	for _, found := range x.Findings {
		fmt.Fprintf(w, c.say("  ! có thể là dữ liệu cá nhân: cột %s, %s, %d giá trị, dòng đầu tiên %v\n", "  ! may be personal data: column %s, %s, %d values, first lines %v\n"), found.Column, found.Kind, found.Count, found.Rows)
	}
	for i, r := range x.Report.Rejected {
		if i == 20 {
			fmt.Fprintf(w, c.say("  … và %d dòng nữa\n", "  … and %d more\n"), x.Report.Total-20)
			break
		}
		reason := r.Vi
		if lang == "en" {
			reason = r.En
		}
		fmt.Fprintf(w, c.say("  dòng %d, cột %s: “%s”: %s [%s]\n", "  line %d, column %s: “%s”: %s [%s]\n"), r.Line, r.Column, r.Value, reason, r.Code)
	}
}

// counted tells how much of a reader was read.
type counted struct {
	r    io.Reader
	size int64
	read int64
	tell func(float64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.read += int64(n); c.size > 0 {
		c.tell(float64(c.read) / float64(c.size))
	}
	return n, err
}
