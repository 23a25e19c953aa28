package tables_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"minhbach/analytics"
	"minhbach/domain/dataset"
	"minhbach/domain/publication"
	"minhbach/internal/app"
	"minhbach/internal/tables"
	"minhbach/opendata/ingest"
)

// memory is a store that only loads and streams.
type memory struct {
	tables.None
	mu    sync.Mutex
	rows  map[string][]analytics.Row
	loads int
}

func (m *memory) Load(_ context.Context, t analytics.Table, rows iter.Seq2[analytics.Row, error]) (int64, error) {
	var all []analytics.Row
	for row, err := range rows {
		if err != nil {
			return 0, err
		}
		all = append(all, append(analytics.Row(nil), row...))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.loads++
	m.rows[t.ID] = all
	return int64(len(all)), nil
}

func (m *memory) Drop(_ context.Context, id string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.rows, id)
	return nil
}

func (m *memory) Tables(context.Context) (map[string]int64, error) {
	all := map[string]int64{}
	for id, rows := range m.rows {
		all[id] = int64(len(rows))
	}
	return all, nil
}

func (m *memory) Stream(_ context.Context, q analytics.Query, yield func(analytics.Row) error) error {
	for _, row := range m.rows[q.Table] {
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}

// shelf holds files by hash.
type shelf map[string][]byte

type book struct{ *bytes.Reader }

func (book) Close() error       { return nil }
func (book) ModTime() time.Time { return time.Time{} }

func (s shelf) Put(context.Context, string, int64, io.Reader) (publication.Attachment, error) {
	return publication.Attachment{}, errors.ErrUnsupported
}
func (s shelf) Keep(context.Context, string, string, int64, io.Reader) (publication.Attachment, error) {
	return publication.Attachment{}, errors.ErrUnsupported
}
func (s shelf) Open(_ context.Context, sum string) (app.File, error) {
	text, ok := s[sum]
	if !ok {
		return nil, os.ErrNotExist
	}
	return book{bytes.NewReader(text)}, nil
}

const csv = "mã,số dân\n01,100\n02,200\n"

func release(rows int64) dataset.Release {
	return dataset.Release{
		ID: "0190bbbb-0000-7000-8000-000000000001", Rows: rows,
		File:    publication.Attachment{SHA256: "f1", Name: "dan-so.csv"},
		Columns: []dataset.Column{{Name: "ma", Title: "mã", Type: dataset.Text}, {Name: "so_dan", Title: "số dân", Type: dataset.Integer}},
		Reading: dataset.Reading{Format: "csv", Encoding: "utf-8", Delimiter: ",", HeaderRow: 1, Columns: []dataset.SourceColumn{{Index: 0}, {Index: 1}}},
	}
}

func keeper(t *testing.T, m *memory) (*tables.Keeper, string) {
	t.Helper()
	dir := t.TempDir()
	k, err := tables.Open(context.Background(), m, shelf{"f1": []byte(csv)}, ingest.Reader{}, dir)
	if err != nil {
		t.Fatal(err)
	}
	return k, dir
}

func TestManyWantTheSameTableAtOnce(t *testing.T) {
	m := &memory{rows: map[string][]analytics.Row{}}
	k, _ := keeper(t, m)
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if err := k.Ensure(context.Background(), release(2)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if m.loads != 1 {
		t.Errorf("loaded %d times", m.loads)
	}
}

func TestATableThatIsNotWhatWasRecorded(t *testing.T) {
	m := &memory{rows: map[string][]analytics.Row{}}
	k, _ := keeper(t, m)
	err := k.Ensure(context.Background(), release(3))
	if err == nil || !strings.Contains(err.Error(), "2 rows and not the 3 recorded") {
		t.Fatalf("%v", err)
	}
	if len(m.rows) != 0 {
		t.Error("the wrong table stayed")
	}
}

func TestATableOfAnotherTimeIsMadeAgain(t *testing.T) {
	m := &memory{rows: map[string][]analytics.Row{release(2).ID: {{"x", int64(1)}}}}
	k, _ := keeper(t, m)
	if err := k.Ensure(context.Background(), release(2)); err != nil {
		t.Fatal(err)
	}
	if len(m.rows[release(2).ID]) != 2 {
		t.Error("a table with too few rows was taken for the whole")
	}
}

func TestRebuildGoesOnPastOneThatCannotBeRead(t *testing.T) {
	m := &memory{rows: map[string][]analytics.Row{"left-over": {{int64(1)}}}}
	k, _ := keeper(t, m)
	lost := release(2)
	lost.ID, lost.File.SHA256 = "0190bbbb-0000-7000-8000-000000000002", "gone"
	told := map[string]float64{}
	err := k.Rebuild(context.Background(), []dataset.Release{lost, release(2)}, func(r dataset.Release, done float64) { told[r.ID] = done })
	if err == nil || !strings.Contains(err.Error(), lost.ID) {
		t.Errorf("the lost file is not reported: %v", err)
	}
	if len(m.rows) != 1 || len(m.rows[release(2).ID]) != 2 || told[release(2).ID] != 1 {
		t.Errorf("%v, told %v", m.rows, told)
	}
}

func TestExportIsMadeOnceAndWhole(t *testing.T) {
	m := &memory{rows: map[string][]analytics.Row{}}
	k, dir := keeper(t, m)
	ctx := context.Background()
	if err := k.Ensure(ctx, release(2)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		f, err := k.Export(ctx, release(2), "csv", "Dân số")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(f)
		f.Close()
		if err != nil || !strings.Contains(string(text), "01,100\r\n02,200\r\n") || f.Size() != int64(len(text)) {
			t.Fatalf("%q, %v", text, err)
		}
		m.rows[release(2).ID] = nil // what comes now was kept
	}
	if _, err := k.Export(ctx, release(2), "../../etc/passwd", ""); err == nil {
		t.Error("a format that is none was made")
	}
	if all, _ := filepath.Glob(filepath.Join(dir, "making-*")); len(all) != 0 {
		t.Errorf("left behind: %v", all)
	}
	if err := k.Drop(ctx, release(2).ID); err != nil {
		t.Fatal(err)
	}
	if all, _ := os.ReadDir(dir); len(all) != 0 {
		t.Error("files of a dropped table stayed")
	}
}

func TestWithoutAnEngine(t *testing.T) {
	k, err := tables.Open(context.Background(), tables.None{}, shelf{"f1": []byte(csv)}, ingest.Reader{}, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := k.Ensure(context.Background(), release(2)); err == nil || !strings.Contains(err.Error(), "table.engine") {
		t.Errorf("%v", err)
	}
}

func TestNothingIsMadeAfterClosing(t *testing.T) {
	k, dir := keeper(t, &memory{rows: map[string][]analytics.Row{}})
	begun, asked := make(chan struct{}), make(chan error, 1)
	gone, leave := context.WithCancel(t.Context())
	go func() {
		_, err := k.Whole(gone, "catalogue.csv", "1", func(ctx context.Context, w io.Writer) error {
			close(begun)
			<-ctx.Done() // what has begun does not end with who asked
			return ctx.Err()
		})
		asked <- err
	}()
	<-begun
	leave()
	if err := <-asked; !errors.Is(err, context.Canceled) {
		t.Errorf("whoever left heard %v", err)
	}
	if err := k.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("after closing there is %v", left)
	}
	if _, err := k.Whole(t.Context(), "catalogue.csv", "2", func(context.Context, io.Writer) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("made after closing: %v", err)
	}
}
