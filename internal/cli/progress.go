package cli

import (
	"os"
	"sync"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// progress shows how far a command is, to somebody who watches: nothing is shown where the output goes to a file.
type progress struct {
	all  *mpb.Progress // nil: nobody watches
	bar  *mpb.Bar
	name string
	step string
	end  sync.Once
}

// progress begins to show a command.
func (a *app) progress(name string) *progress {
	p := &progress{name: name}
	if f, ok := a.err.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			p.all = mpb.New(mpb.WithOutput(f), mpb.WithWidth(60))
		}
	}
	return p
}

// tell shows a step; it is a backup.Progress.
func (p *progress) tell(step string, done, total int64) {
	if p.all == nil {
		return
	}
	if p.bar == nil || p.step != step {
		p.finishBar()
		p.step = step
		p.bar = p.all.AddBar(total, mpb.BarRemoveOnComplete(),
			mpb.PrependDecorators(decor.Name(p.name+": "+step+" ")), mpb.AppendDecorators(decor.CountersNoUnit("%d / %d")))
	}
	p.bar.SetTotal(total, false)
	p.bar.SetCurrent(done)
}

func (p *progress) finishBar() {
	if p.bar != nil {
		p.bar.Abort(true)
	}
}

// done ends the showing. It may be called more than once.
func (p *progress) done() {
	p.end.Do(func() {
		p.finishBar()
		if p.all != nil {
			p.all.Wait()
		}
	})
}
