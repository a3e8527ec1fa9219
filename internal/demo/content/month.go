package content

// Month is what came of what was shared. Days are counted back from the day on which the demonstration begins; In counts forward where it
// is positive. People, schools and resources are keys.
type Month struct {
	Uses      []Use
	Lists     []ListEntry
	Questions []Question
	Exchanges []Exchange
	Versions  []SchoolVersion
	Saved     []SavedSearch
}

// SavedSearch is a search that somebody keeps.
type SavedSearch struct {
	By, Name, Words string
	Ago             int
}

// Use is one use of a resource at a school.
type Use struct {
	Resource, At string
	By           string // who says so; empty: a teacher
	Teacher      string // whose link she held
	Ago          int
	Outcome      string // of who is named
	Grades       string // as people write them
	Visits       int
	Classes      int
	Words        string
	Quotable     bool
}

// ListEntry is something that somebody means to try.
type ListEntry struct {
	Resource, By, When string
	Ago                int
}

// Question is what somebody asked, with what was answered.
type Question struct {
	By      string
	Ago     int
	NeedIn  int `yaml:"need_in"` // days; 0: whenever
	Words   string
	Answers []Answer
	Closed  *Closing
}

// Answer is what a colleague answered.
type Answer struct {
	By                   string
	Ago                  int
	Words, URL, Resource string
}

// Closing is what helped.
type Closing struct {
	Ago    int
	Helped []string // whose answers
	Words  string
}

// Exchange is one that was, or is to come.
type Exchange struct {
	Host     string
	Resource string // empty: Topic
	Topic    string
	School   string // invited; empty: all
	In       int
	Second   int `yaml:"second_after"` // days after the first; 0: one time only
	Hour     string
	Place    string
	Held     bool // written down afterwards
	Answers  []struct{ By, Says string }
	Notes    []struct{ By, Text string }
	Summary  struct{ By, Text string }
}

// SchoolVersion is what a school made of what another shared, and what came of it.
type SchoolVersion struct {
	Key      string // by which others name it
	Of       string // key of a resource, or of a version before it
	By       string
	Title    string // empty: as it was
	Ago      int
	Put      []Block  // parts in other words, and parts that are added
	LeaveOut []string `yaml:"leave_out"`
	Suggests []Suggestion
}

// Suggestion is what a version offers to what it was made from.
type Suggestion struct {
	Ago    int
	Part   string
	Why    string
	UsedBy string `yaml:"used_by"` // empty: it waits
	Used   int    // days back
	Thanks string // who thanks for it; empty: nobody yet
}
