// Package cli is the command line of minhbach. Every command writes data to
// standard output and progress to standard error, takes --data and --json, and
// ends with one of the exit codes below. It decides nothing: commands and queries
// of app do.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"minhbach/domain/fault"
	"minhbach/internal/node"
)

// Exit codes.
const (
	OK       = 0
	Failure  = 1
	Usage    = 2
	Unproved = 3 // verification failed
	Degraded = 4 // it works, but not as it should
)

// cli carries what every command needs.
type cli struct {
	in       io.Reader
	out, err io.Writer
	data     string
	server   string // of the log, from --eventstore or the environment
	json     bool
	lang     string
	quiet    bool
}

// exit is an error with an exit code of its own.
type exit struct {
	code int
	error
}

func (e exit) Unwrap() error { return e.error }

func usage(format string, args ...any) error { return exit{Usage, fmt.Errorf(format, args...)} }

// Main runs a command line and returns its exit code.
func Main(args []string, in io.Reader, out, errw io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once, which no data minds
	return run(ctx, args, in, out, errw)
}

func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer) int {
	c := &cli{in: in, out: out, err: errw, lang: asked(args)}
	root := c.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errw)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return OK
	}
	code := Failure
	var e exit
	switch {
	case errors.As(err, &e):
		code = e.code
	case isUsage(err):
		code = Usage
	}
	c.complain(err)
	return code
}

// asked is the language that a command line names. The texts of --help are made before
// the flags are read.
func asked(args []string) string {
	for i, a := range args {
		if lang, ok := strings.CutPrefix(a, "--lang="); ok {
			return lang
		}
		if a == "--lang" && i+1 < len(args) {
			return args[i+1]
		}
	}
	return ""
}

// isUsage recognises cobra's own refusals, which have no type.
func isUsage(err error) bool {
	for _, start := range []string{"unknown command", "unknown flag", "unknown shorthand", "flag needs an argument", "invalid argument", "accepts ", "requires at least", "required flag"} {
		if strings.HasPrefix(err.Error(), start) {
			return true
		}
	}
	return false
}

func (c *cli) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "minhbach",
		Short: c.say("Hệ thống cổng thông tin điện tử của tỉnh, ghi nhận mọi việc thành sự kiện", "A province's network of government portals, event-sourced from end to end"),
		Long: c.say(
			"Minh Bạch điều hành cổng thông tin điện tử của một tỉnh và các cơ quan trực thuộc.\nMọi thay đổi là một sự kiện không sửa được; mọi trang là hình chiếu của nhật ký đó.",
			"Minh Bạch runs the portals of a province and its agencies.\nEvery change is an immutable event; every page is a projection of that log."),
		SilenceUsage: true, SilenceErrors: true,
		Version: version(),
	}
	root.PersistentFlags().StringVar(&c.data, "data", os.Getenv("MINHBACH_DATA"), c.say("thư mục dữ liệu (hoặc biến MINHBACH_DATA)", "data directory (or MINHBACH_DATA)"))
	root.PersistentFlags().StringVar(&c.server, "eventstore", "", c.say("máy chủ EventStoreDB/KurrentDB giữ nhật ký; chuỗi có mật khẩu thì đặt trong MINHBACH_EVENTSTORE hoặc tệp MINHBACH_EVENTSTORE_FILE", "EventStoreDB/KurrentDB server that has the log; a string with a password goes to MINHBACH_EVENTSTORE or the file MINHBACH_EVENTSTORE_FILE"))
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return c.findServer() }
	root.PersistentFlags().BoolVar(&c.json, "json", false, c.say("in kết quả dạng JSON", "print results as JSON"))
	root.PersistentFlags().StringVar(&c.lang, "lang", c.lang, c.say("ngôn ngữ thông báo: vi hoặc en (mặc định theo LANG)", "language of messages: vi or en (default: by LANG)"))
	root.PersistentFlags().Lookup("lang").DefValue = ""
	root.PersistentFlags().BoolVarP(&c.quiet, "quiet", "q", false, c.say("không in tiến độ", "print no progress"))
	root.AddCommand(c.initCommand(), c.serveCommand(), c.demoCommand(), c.importCommand(), c.replayCommand(),
		c.projectionsCommand(), c.noticesCommand(), c.exportCommand(), c.doctorCommand(), c.eraseCommand(), c.vaultCommand(), c.verifyCommand(), c.ledgerCommand(), c.openapiCommand(), c.benchCommand(), c.backupCommand(), c.restoreCommand(), c.eventstoreCommand())
	return root
}

// language of messages: the flag, else the environment, else Vietnamese.
func (c *cli) language() string {
	switch {
	case c.lang == "en", c.lang == "vi":
		return c.lang
	case strings.HasPrefix(os.Getenv("LC_ALL")+os.Getenv("LANG"), "en"):
		return "en"
	}
	return "vi"
}

func (c *cli) say(vi, en string) string {
	if c.language() == "en" {
		return en
	}
	return vi
}

// progress goes to standard error.
func (c *cli) progress(format string, args ...any) {
	if !c.quiet {
		fmt.Fprintf(c.err, format+"\n", args...)
	}
}

// print writes a result: JSON where asked, else what human writes.
func (c *cli) print(value any, human func(w io.Writer)) error {
	if !c.json {
		human(c.out)
		return nil
	}
	enc := json.NewEncoder(c.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(value)
}

// complain tells an error to the person, or to the program that asked for JSON.
func (c *cli) complain(err error) {
	f := fault.Of(err)
	if c.json {
		out := map[string]any{"error": err.Error()}
		if f != nil {
			out = map[string]any{"code": f.Code.Name, "error": f.Sentence(c.language()), "faults": faults(f, c.language())}
		}
		json.NewEncoder(c.err).Encode(out)
		return
	}
	if f == nil {
		fmt.Fprintf(c.err, "%s: %v\n", c.say("lỗi", "error"), err)
		return
	}
	fmt.Fprintf(c.err, "%s: %s [%s]\n", c.say("lỗi", "error"), line(f, c.language()), f.Code.Name)
	for _, sub := range f.Fields {
		fmt.Fprintf(c.err, "  %s [%s]\n", line(sub, c.language()), sub.Code.Name)
	}
}

func line(f *fault.Fault, lang string) string {
	if f.Path == "" {
		return f.Sentence(lang)
	}
	return f.Path + ": " + f.Sentence(lang)
}

func faults(f *fault.Fault, lang string) []map[string]string {
	list := f.Fields
	if len(list) == 0 {
		list = []*fault.Fault{f}
	}
	var out []map[string]string
	for _, sub := range list {
		out = append(out, map[string]string{"code": sub.Code.Name, "location": sub.Path, "detail": sub.Sentence(lang)})
	}
	return out
}

// open opens the data directory for a command that works alone on it.
func (c *cli) open(ctx context.Context) (*node.Node, error) {
	return node.Open(ctx, c.config())
}

func (c *cli) config() node.Config {
	return node.Config{Data: c.data, LogServer: c.server, Version: version(), Command: "minhbach " + strings.Join(os.Args[1:], " ")}
}

// parents of subcommands: alone they are a question about usage.
func group(use, short string, children ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{Use: use, Short: short, Args: cobra.NoArgs, RunE: func(cmd *cobra.Command, _ []string) error {
		cmd.Help()
		return exit{Usage, errors.New("a subcommand is missing")}
	}}
	cmd.AddCommand(children...)
	return cmd
}
