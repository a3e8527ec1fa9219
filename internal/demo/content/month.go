package content

// Month is what came of what was shared. Days are counted back from the day on which the demonstration begins; In counts forward where it
// is positive. People, schools and resources are keys.
type Month struct {
	Uses      []Use
	Lists     []ListEntry
	Questions []Question
	Exchanges []Exchange
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
