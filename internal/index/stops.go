package index

// stops are the words of each language that carry grammar and no topic; folded. Among them are the words by which people ask: "how
// do I find a good lesson about volcanoes" is a question about volcanoes.
var stops = [analysers]string{
	englishWords: "a about am an and any anything are as at be been being but by can could did do does doing done for from get " +
		"gets getting give go had has have having he help her here hers him his how i if im in into is it its just let like " +
		"look looking make makes may me might more most much must my need needs no not now of off on one or our out over " +
		"please really s she should so some somebody someone something t than that the their them then there these they " +
		"thing things this those to too up us use used using very want wants was way ways we were what when where which " +
		"while who whole whom whose why will with without would you your " +
		"arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt shouldnt thats theres theyre wasnt werent whats wheres whos wont wouldnt youre",
	spanishWords: "a al algo algun alguna algunos ante asi como con cual cuando de del desde donde el ella ellas ellos en entre " +
		"era es esa ese eso esta estan este esto ha hace hacia han hasta hay la las le les lo los mas me mi mis muy ni no nos o " +
		"para pero por porque que quien se ser si sin sobre son su sus tambien te tu un una unas uno unos y ya",
	frenchWords: "a au aux avec ce ces cette comme dans de des donc du elle elles en est et eux il ils je la le les leur leurs " +
		"lui ma mais me mes mon ne nos notre nous on ou par pas pour qu que quel quelle qui sa se ses si son sont sur ta te tes " +
		"ton tu un une vos votre vous y",
	portugueseWords: "a ao aos as ate com como da das de dela dele do dos e ela elas ele eles em entre era essa esse esta este eu " +
		"foi ha isso isto ja la mais mas me mesmo meu minha muito na nas nao nem no nos nossa nosso num numa o os ou para pela pelas " +
		"pelo pelos por qual quando que quem sao se sem ser seu seus so sua suas tambem te tem um uma voce",
	germanWords: "aber als also am an auch auf aus bei bin bis da damit das dass dem den der des die dies diese dieser doch dort du " +
		"ein eine einem einen einer eines er es fur gegen hat habe haben ich ihr ihre im in ist ja kann mein meine mit nach nicht noch " +
		"nur ob oder ohne sehr sein seine sich sie sind so uber um und uns unser unsere unter vom von vor war was wenn wer wie wir " +
		"wird wo zu zum zur",
	arabicWords: "في من على الى عن مع هذا هذه ذلك التي الذي هو هي ان او كان ما لا لم كل بعد قبل عند بين كما لكن ثم قد",
	vietnameseWords: "va la cua cac nhung cho co khong mot nay do voi trong tu duoc thi ma khi de den nhu cung o ve ra vao toi con " +
		"minh em anh chi day",
	creoleWords: "yo la a an nan ak pou ki se nou li mwen ou pa te ap sa men tou yon lan si m l n w k gen fe",
}
