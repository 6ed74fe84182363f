"""Given names and family names that are common in many countries, and how family names end.

A list of names can never be whole, and need not be: of a column of people's names a good part is
common anywhere, and of a column of products, cities or brands hardly any. Latin names are written
without accents, as `plain` writes them.
"""

# ruff: noqa: RUF001 (lists of words and rules read better in long lines)
from __future__ import annotations

import functools
import re
import unicodedata

__all__ = ["FAMILY_ENDING", "FAMILY_NAMES", "GIVEN_NAMES", "plain"]


def plain(text: str) -> str:
    """Return a text in lower case, without accents.

    Examples
    --------
    >>> plain("José"), plain("Łukasz"), plain("Иван")
    ('jose', 'lukasz', 'иван')
    """
    folded = text.casefold().translate(_LETTERS)
    return folded if folded.isascii() else "".join(map(_bare, folded))


@functools.cache
def _bare(letter: str) -> str:
    """Take the accent off a Latin or Greek letter; in other scripts it makes another letter."""
    if "\u0400" <= letter < "\u1e00":
        return letter
    return unicodedata.normalize("NFD", letter)[0] if letter.isalpha() else letter


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "þ": "th"})

_GIVEN_NAMES = """
    aadhya aaradhya aarav aarna aarnav aarne aaron aarti aarush aase abbas abd abdallah abdul
    abdulaziz abdullah abdulrahman abeer abena abhay abhijit abhishek abigail achieng achim
    adaeze adam adebayo adel adela adele adem adina aditi aditya adnan adolfo adoracion adriaan
    adrian adriana adrianna adrien advait afonso agata agathe agnes agnese agneta agnieszka
    agota agris agung agus agustin agustina ahmad ahmed ahmet ahsen aida aigars aija aiko aime
    ainhoa aini aino aise aisha aisyah aivar aivars ajay ajeng akash aki akiko akira akos akosua
    akram akshay alaa alaettin alain alan alba albert alberto albrecht aldo aleida alejandra
    alejandro aleksandar aleksander aleksandra aleksandrs aleksei aleksi alena ales alessandra
    alessandro alessia alessio alex alexander alexandra alexandre alexandros alexei alexey
    alexis alfons alfonso alfred alfredo algirdas ali alice alicia alicja alin alina alison alix
    aliya allison alois alojz alok alonso alper alperen alphonse altan alvaro alvis alyssa ama
    amal amalia aman amanda amani amar amara amaya amber ambra amelia amer amin amina amir amira
    amit amita amitabh amjad amparo amrita amy ana anabel anahit anais anand ananya anas
    anastasia anastasios anastasiya anatoly anay anca anders andi andras andre andrea andreas
    andreea andrei andrej andres andrew andrey andrija andris andrius andriy andrzej anete anett
    anette anezka angel angela angeles angelica angelina angelo anggraini anh ani aniceto aniela
    anika anil anirudh anita anja anjali anke ankit ankita ankur ann ann-marie anna annalisa
    anne anne-mari anneli anneliese annette annika annikki annunziata anouk anselmo ansh anshul
    antanas ante antero anthony antje antoine anton antonella antoni antonia antonio ants antti
    anuj anuradha anvi anwar anze aparna apolonia apostolos april araceli aradhya aram aranka
    archie arda ari arif arjan arjun arkadiusz arkady arman armando armas armen armin arnaldo
    arnaud arnav arne arnold arnost arpad artem arthur artis arto artur arturas arturo arturs
    artyom arun aruna arvid arvind aryan asa asbjorn asha ashish ashley ashok ashot ashwin asih
    asiye aslaug asli asma asmaa astra astrid astuti asuncion athanasios atharv atilla atmaja
    attila aud aude audrey audrius august augustas augustin augusto aurel aurelia aurelie
    aurelio aurora aurore austeja austin ava avi avinash avni avraham axel ayaan ayaka aydan
    ayhan ayla aylin ayman ayodele ayse aysel aysun aytac ayu ayush azad aziz aziza azucena
    babatunde badr bagus bahattin bahri baiba baiju bakidin bakiman bakti bala bambang barbara
    barbel barbora barbro barica baris bart bartek bartlomiej bartolomeo bartosz bas basel
    bashar basma bastiaan batu batuhan bayram beata beate beatrice beatriz begona bekir bela
    belen belgin bence benedikt bengi bengt benito benjamin benno benoit beppe berit berk berkan
    berkay bernadett bernard bernardo bernd bernhard berta bertha berthold bertrand beth betty
    beverly beyza bharat bhavin bhavna bhavya bianca bich biju bilal bilgin billy binh binnur
    birger birgit birgitta birsen birthe birute bjarne bjorn blanca blandine blanka blazej
    blazena bo bobur bogdan boglarka bogumil boguslaw bohdan bohumil bohumila bohumir bohuslav
    bojan bora borbala boris borja borje borys bostjan bozena bradley bram brandon branislav
    branka branko brenda breno bretislav brian bridget brigitte brit britt britta brittany
    bronislaw broņislava bruce bruna brunilda bruno bryan budi bugra bulent burak burcu burhan
    burkhard busra cahit cahya cahyadi caio caitlin cakra cakrawala calin cam camelia cameron
    camila camilla camille can canan candela candra cansu caridad carina carl carla carlo carlos
    carlota carmelo carmen carol carolina caroline carolyn carsten catalin caterina catherine
    caua cavit cayetano cecile cecilia cedomir cedric cees celal celia celil celina celine cem
    cemal cemile cengiz ceren cesar cetin cevdet cezar cezary chaim chandra chantal chao
    charlene charles charlie charline charlotte chau chelsea cheryl chetan chi chiamaka chiara
    chidi chinedu chirag chitra chiyo chloe chris christa christel christelle christer christian
    christiane christina christine christoph christophe christopher christos chukwu chus cihan
    ciler cindy ciprian ciro citra claire clara clarice clarisse claude claudia claudine claudio
    claudiu claus clemence clemens clement clifford clotilde colette colin concepcion concetta
    connor consuelo corina corinne cornelia cornelis cosimo coskun cosmin cosmina costel costin
    craig cristi cristian cristiana cristiano cristina cristobal crystal csaba csilla csongor
    cuma cuong curtis cynthia czeslaw daan dace dacin dag dagmar daiga daiki dainis dainius
    daisuke daisy daiva daksh dalal dale dalia dalibor daliman dalma damian damini damir dan
    dana danang danica daniel daniela daniele danielle danijel danijela danu danuta dao daphne
    daria dario darius dariusz darja darko darman darmawan darren darshan dasha dat davi
    davi-lucca david davide davit davor dawid dawn dean debora deborah debra decebal dedi deepa
    deepak deepika defne dejan delia delphine denes denis denise deniz dennis derek derya desi
    detlef dev devi dewi dezso dhanuk dhruv dian diana diane didier diego diep dieter dietmar
    dietrich dika dilara dilek dilip dilnoza dimas dimaz dimitar dimitra dimitrios dimitris dina
    dinesh dinu diogo dirk dishani divij divya dmitri dmitry dogan doina dolores domagoj domas
    domenico domingo dominic dominika dominique donald donatas donatella donato donna dora
    doreen dorin doris dorota dorothea dorothy douglas dov dovydas dragan dragana dragica drago
    dragos dragoslav drahomira drishya duarte dubravka duc dumitru duncan dung duong durmus
    dursun dusan dusko dustin duy duygu dwi dylan dzintars ebba eberhard ebru ece eckhard ecrin
    eda edeltraud edgaras edgardo edgars edina edith edoardo edouard eduarda eduardo edward
    edwin edyta eero eeva efe efua egil egle egor ehsaan eija eila eileen einar eino eirik eitan
    eja eka ekaterina ekin eko elad eladio elaine elba elcin eleanor elemer elena eleni eleonora
    eleonore elfriede eli eliana elias elif elin elina eline elio elisa elisabeth elise eliska
    elizabeth elke ella ellen ellie ellinor elnur elodie elon eloy elpidio elsa else elsebeth
    elvira elza elzbieta eman emanuel emanuela emanuele emas emeka emel emi emiel emil emile
    emilia emilie emilija emilio emilis emils emily emin emine emir emma emmanuel emmanuelle
    emrah emre emrullah encarnacion endang enes eniko enn enrico enrique ensio enteng enzo eray
    ercan erdal erdem erdinc erdogan eren ergin erhan erhard eric erica erich erick erik erika
    eriko erin erkan erkki erling ermanno ernesto ernst erol ersin ertugrul erwin erzsebet esa
    esat esen eshani esin eskil esko esma esmee esmeralda espen esperanza esra essam esteban
    estefania estela ester esther eszter etelka ethan etienne ettore eufemia eugen eugene
    eugenia eugenie eugenio eunji eusebio eva evan evangelia evangelos evelin evelina evelyn
    evgenia evgeny evi evie ewa ewald ewelina eymen ezgi ezio fabian fabien fabienne fabio
    fabrice fabrizio fadi fadia fadime fahad fahd fahri faisal faith faize fajar falk fang farah
    fares farid farida faruk fateh fatema fatih fatima fatimah fatma faustas fawaz fayez fazil
    federica federico fedor fehmi felicia felicidad felipe felix femke fenna ferdi ferdinand
    ferdinando ferenc ferhat feride fermin fernand fernanda fernando feyza fidel figen fikret
    filip filipa filipe filippo filiz finn fiona firat fitri flavia flavio flemming fleur floor
    flora florence florent florian florin florina floris folake fortunata fotini fran franc
    franca frances francesca francesco francis francisca francisco franciszek franck franco
    francois francoise franjo frank frantisek frantiska franz franziska fred frederic frederick
    frederique fredrik fricis frida frieda friedrich frits fritz frode fruzsina fryderyk fuat
    fulvio fumiko funmilayo furkan gabi gabija gabor gabriel gabriela gabriele gabriella
    gabrielle gada gaetan gaetano gagik gal galang galar galih galina galuh gamani gamze ganda
    ganesh gang gangsar gareth garry gary gaspar gaspard gatik gatis gaurav gautam gavin gayane
    gayatri gediminas gediz geert geeta geir gelu gemma genevieve gennady gennaro geoffrey
    geoffroy georg george georgeta georgi georgia georgios georgy gerald geraldine gerard
    gerardo gerd gerda gerhard german gernot gerrit gertrud gevorg geza ghada ghassan gheorghe
    gheorghita ghislaine giacomo giada gian giancarlo gianfranco giang gianluca gianna gianni
    giannis gianpaolo giedre gijs gilad gilang gilbert gilberto gilda gilles gina gino gintaras
    gioacchino giorgi giorgia giorgio giorgos giovanna giovanni girik girish girolamo girts
    gisela gita gitte giulia giuliana giuliano giulio giuseppe giuseppina giusy gizella gizem
    glen glenn gloria goda gokce gokhan gonca goncalo gonul gonzalo gopal goran gordana gordon
    gottfried govind grace graciela graham grant graziella grazyna greg gregoire gregor gregorio
    gregory greta grete grga grigore grigory gro grzegorz guadalupe gudmund gudrun guglielmo
    guido guilherme guillaume guillermo guiying gul gulay gulcan guler gulnora gulsen gulsum
    gulten guna gunay gunbir gunel gungor gunilla gunn gunnar gunta gunter gunther guntis gunvor
    gustaf gustav gustavo guven guy gwenaelle gyongyi gyorgy gyozo gyula habib hacer hadas
    hadeel hadi hai haidar haitham hajnalka hakan hala hale halil halime halina halvor hamad
    hamdi hamed hamid hamit hamza han hana hanan handan hande handoko hanh hani hanife hanna
    hanna-kaisa hannah hanne hannele hannelore hannu hans hansh hao harald hardi hari harish
    harjo harold haroun harri harriet harry harsh harshil hartmut hartono hartwig haruka haruki
    harun haruto hasan hasanah hashim hasim hassan hatice hau hava haya hayat haydar hayel hayk
    hayley hayri hazel hazem heather heba hector hedvika hedwig hege heidi heike heikki heiko
    heiner heinrich heinz heitor helen helena helene helga helge helle helmi helmut heloisa hema
    hemant hendra hendrik hendrika henk henna henning henri henriette henrik henrique henry
    henryk herbert hermann hermine herminia hernan heru hesham hesti hicham hidayet hideki hideo
    hien hieu hikmet hilary hilda hilde hildegard hilkka hina hind hira hiroki hiroko hiroshi
    hiroto hisham hjalmar hoa hoai hoan hoang hoda holger holly homero hong honore horacio horia
    horst hortense hovhannes howard hridaan hristo hrvoje hubert huda hugh hugo hugues hulusi
    hulya humberto hunar hung huong hurrem huseyin hussain hussam hussein huy hyejin hyun ian
    iancu iara ibolya ibrahim ibtisam ibun ichiro iclal ida ieva ifeanyi iga ignacio ignacy igor
    igors ihab ihsan iida ikenna ikhsan ilaria ildiko ileana ilhami ilhan ilie ilija ilinca ilja
    ilker ilkka ilknur ilmari ilona ilse ilya ilze iman imane imants imogen imran imre inaaya
    indah indira indra indrajit indrans indre indrek ines inese inga inge ingeborg inger ingo
    ingolf ingrid inguna ingvar inkeri inmaculada inna intan ioan ioana ioanna ioannis iolanda
    ion ionel ionela ionut ira irakli irem irena irene irfan irina iris irja irma irmantas
    irmgard irwan iryna isa isaac isabel isabela isabella isabelle isadora ishaan ishita isidro
    isis iskender isla ismael ismail ismet istvan itai iulia iulian iuliana ivan ivana ivar
    ivars ivaylo iveta ivett ivica ivka ivo ivy iwo iwona izabela izabella izzet jaak jaakko
    jaan jaap jaber jacek jacinto jack jackson jacob jacobo jacqueline jacques jade jadranka
    jadwiga jaeman jafar jagat jagdish jaime jake jakob jakobs jakub jalal jamal james jamie
    jamil jamila jan jana janar jane janet janez jani janice janina janis janne janneke jannes
    jannicke janos janusz jared jari jarmil jarmila jarmo jaromir jaroslav jaroslava jaroslaw
    jarwa jasmina jasmine jasna jason jasper jasur jatmiko javier jawad jay jaya jayan jayant
    jayesh jayne jean jeanne jeannine jedrzej jeff jeffrey jelena jenaro jenna jennifer jens
    jeppe jeremi jeremy jeroen jerome jeronimo jerry jerzy jesper jesse jessica jesus jet jhanvi
    jie jihoon jill jim jimena jimin jindrich jindriska jing jinwoo jiri jirina jitka jivin
    jiwoo jiya jo joachim joakim joan joana joann joanna joanne joao joaquim joaquin jodie joe
    joel joep johan johann johanna johannes john johnny joko jokubas jolanda jolanta jon jonas
    jonathan joost jordan jorg jorge jorgen joris jorma jorn jorrit jose josef josefa josefina
    joseph josephine josette josh joshua josiane josip josipa jouni jovan jovana joyce jozef
    jozica jozsef juan juana juanita judit judith judy juha juhani juho jukka jules julia julian
    juliana julianna julie julien juliette julio julita jumana jun june juozas juraj jure jurgen
    jurgita jurica juris jurre jussi justas justin justinas justine justyna jutta jyoti jytte
    kaan kaare kaarina kabir kacper kadir kadri kai kaija kailash kaique kaira kairav kaire
    kairi kaito kaj kaja kajetan kajus kalervo kalevi kalina kalman kalpana kamal kamala kamau
    kamil kamila kamilly kamran kanav kanchan kaori kapil karan karel karen kari karim karima
    karin karina karl karl-erik karla karlheinz karlis karma karol karolina karolis karoly karsa
    karsten kartik kartika kashvi kasiran kaspars kasper kata katalin katarina katarzyna kate
    katerina katharina kathe katherine kathleen kathrin kathryn kathy katica katie katja katrin
    katy kavita kavya kayla kayun kazim kazimierz kazuko kazuya kees keiko keith kelechi kelly
    kelsey kemal ken kenan kenichi kenji kenneth kenta kerem kerry kersti kerstin kestutis
    ketevan ketil kevin keya kezban khadija khaled khalid khalifa khalil khanh khawla khoa khoi
    kiara kien kieran kim kimaya kimberly kinga kiran kiraz kirill kirsi kirsten kirsty kishore
    kiyoshi kjell kjersti klara klaudia klaus knud knut koen kofi koji konrad konstantin
    konstantina konstantinos koray korkut kornel kornelia kostas kotryna krasimir kresimir krish
    krishna krista kristaps kristen kristi kristian kristiana kristijan kristin kristina
    kristine kristjan kristoffer kristyna krisztian krisztina kruno krunoslav krystian krystyna
    krzysztof ksawery ksenia ksenija kubra kumar kumiko kunal kurniawan kurt kusuma kveta
    kvetoslava kwabena kwame kwesi ky kyle kyllikki kyoko ladislav laetitia laila laima laimonas
    lajos laksh lakshay lakshmi laksmi lale lalit lalita lam lamia lan lana lanjar lara larisa
    larissa larry lars lasha lasma lasse laszlo lata latif latifa laura lauren laurence laurens
    laurent laurentiu lauri lavanya lavinia lawrence layla lazar lea leah leandro lee leela
    leena leendert leevi lega lei leif leman lembit lena lene lenka lennart leo leon leonard
    leonardo leonie leopold leos lerato leslie lestari leszek leticia letizia lev levan levent
    levente lewis leyla liam libor libuse licia lidia lieke liesbeth liesel liga liis liisa
    liliana lilit lily lina linas linda lindsay lindsey linh linnea lionel lior lisa lisbeth
    lise liselotte liv livia liviu liwia ljiljana ljubica ljubomir loan loc lodovico logan loic
    lois long lorand loredana lorena lorenzo loreta loretta lorraine lothar lotta lotte louis
    louise lourdes lovisa lovro luana lubica lubna lubomir lubos luc luca lucas lucca lucia
    lucian luciano lucie lucien lucienne lucile lucio lucja lucy ludek ludmila ludovic ludwig
    luigi luigina luis luisa luise luiz luiza luka lukas lukasz luke luminita lumir lusine lutfi
    luthfi lutz luuk luwes luz ly lydia lynn lynne lyubov lyudmila maaike maarja maarten
    macarena maciej macit mackenzie madalena madalina maddalena made madeleine madhav madhu
    madhup madis madison mads maelle mafalda magda magdalena magne magnus maha maher mahesh
    mahima mahmoud mahmut mai maida maija maik maire maite maj maja majed majid makoto maks
    maksim maksymilian malak malcolm malek malgorzata malika malin malwina mami mamooty mamuka
    manabu manal manar manda mandy manfred manikya manish manisha manja manju mannat manoj manon
    mansour mantas manuel manuela mara maram maras marc marcel marcela marcelina marcella
    marcelle marcelo marcin marco marcos marcus marek maret margaret margareta margarete
    margarita margaux margit margot margret margrethe marguerite margus maria mariam marian
    mariana mariann marianna marianne mariano maribel marica maricruz marie marieke marija
    marijan marijana marije marijke marika mariko marilena marilyn marin marina marinko mario
    mariola marion maris marisa marisol marit marita marius mariusz marja marjatta marjeta
    marjolein marjut mark marketa markku marko markus marlene marlies marlis marloes marsito
    marsudi mart marta martha marthe martin martina martine martins marton martta martyn
    martynas marwa marwan mary maryam marzena masako masaru mason massimiliano massimo matas
    mate matej mateo mateusz matheus mathew mathias mathieu mathilde mathis mati matias matija
    matilda matilde matjaz mats matteo matthew matthias matthieu matthijs matti maura maureen
    maurice mauricio maurizio mauro max maxim maxime maximilian maximo maxwell maya mayumi mazen
    mazhar meelis meena meera mees megan megha megumi mehdi mehmet mehul meike meir melania
    melanie melek melike melina melinda melissa meltem meral mercedes merel meric merijn merike
    merja merle mert merve meryem metin metka mette mevlut mi mia micaela michael michaela
    michal micheal michel michelangelo michele micheline michelle michiko mieczyslaw mieke
    mieszko miguel mihaela mihai mihail mihaly miho mika mikael mike mikhail mikkel mikko miklos
    mikolaj milada milagros milan milda mildred mile milena milica milka millie milorad milos
    miloslav milosz min mindaugas mine ming minh minjun minna minoru minseo miray mircea
    mireille mirel mirela mirella miriam mirja mirjami mirjana mirko mirna miro miroslav
    miroslava miroslaw misa misaki misha mishti mislav misty mitchell mitsuko miyuki mladen
    moath moez mogens mohamed mohammad mohammed mohan mohit moises mojca molly momoko mona
    monica monika monique montserrat morgan morgane morten moshe mostafa mounir mucahit muge
    muhammad muhammet mukesh mulya mulyani mulyono muna munevver murad murat muriel murilo
    mursita musa musab mustafa mustapha muzaffer mwangi my myra nabil nabila naciye nada nadege
    nader nadezhda nadia nadine nadja nafiz naima naime najat najib najwa nakul nalan nam nana
    nanami nancy nandini nanna naoki naoko naomi narek narendra naresh nasir nasser natalia
    natalie nataliya natalya nataniel natasa natasha nathalie nathan nathaniel natia natividad
    naud naveen navya nawal nayef nazan nazi nazli nazmi nebahat nebojsa necati necla necmi
    neelam neelofar neeraj neha nehmat neil nejat nejc nela nenad nerea neringa nermin neslihan
    nevenka nevin nevzat nga ngan nghi nghia ngoc ngozi nguyet nhan nhi nhu nhung nicanor
    nicholas nico nicola nicolae nicolas nicole nicoleta nicoletta nicolo nidhi niek niels
    nienke nieves nigar nigel nihal nihat niina nikhil nikica nikita niklas niko nikodem nikola
    nikolai nikolaos nikolay nikolina nikos nilesh nilgun nils nilufer nimet nina nino nir
    nirvaan nirvi nisha nisreen nitin nitya nives niyaga niyazi njeri nkechi noa noah noboru
    noel noelia noemi noemie nojus nomsa noor nora norbert noriko norma norman normunds nosipho
    noura nune nuno nur nuran nuray nurcan nurettin nuri nursel nurten nurul nusret oana obi
    oceane octavian octavio oddvar odette odile ofelia ofer oguz okan oksana oktay ola olaf olav
    olavi oldrich ole oleg oleksandr oleksandra olena olga olgierd olive oliver olivia olivier
    oliwia oliwier olof olu oluwaseun omar omer omran onat ondrej onkar onni onur oona opan
    ophelia oren oreste orhan orit ornella orsolya orvokki orxan osama osamu oscar osha oskar
    osman osvaldo otabek otakar otavio othman otieno ottmar otto outi ove ovidiu owen oyvind
    ozan ozge ozgur ozlem paavo pablo padma padmi paige paiman paivi pakize pal pallavi palle
    paloma pamela panagiota panagiotis pangestu pankaj paola paolo paramita paraskevi pari
    parman parth pascal pascale pascual pasi pasquale patrice patricia patricio patrick patrik
    patrizia patryk paul paula paulette paulina pauline paulius paulo pavel pavla pavlina pawel
    paz peder pedro peeter peggy pekka pekko pelin penelope pentti pepijn per perihan permata
    pernille pertti petar peter peteris petr petra petras petre petri petronela petros petru
    phat philip philipp philippe phillip phoebe phong phu phuc phuong phyllis pia piera pierina
    pierluigi piero pierre pierrette piet pieter pietra pietro pihu pilar pim pina pinar ping
    pio piotr piret pirjo pirkko piroska plamen polina polona pooja poppy porfirio poul prabhat
    prabowo pradeep prakash prakosa pramod pranav pranay prasad prasetya prashant pratama pratik
    praveen preben predrag preeti prem priit primitivo primoz priya priyanka priyansh prudencio
    przemyslaw puck puji puneet purab purificacion purnama pushpa putra putri putu pyotr qasim
    qiang quan quang quinten quy quyen quynh rabia rachael rachel rachna radek raden radha radim
    radka radko radomir radoslaw radovan radu raed rafael rafaela rafal raffaele raffaella
    raffaello raghav ragnar ragnhild rahayu rahma rahmat rahmi rahul raija raili raimonds
    raimund rainer raissa raivis raivo raj raja rajan rajat rajeev rajendra rajesh rajiv raju
    rakesh ralf ralph raluca ram rama raman ramazan ramesh rami ramin raminta ramiro ramon
    ramona rana ranbir randall randi randy rania ranjit ranko raphael raquel rasa rasha rashed
    rashid rashmi rasim rasmus ratih ratko ratna raul raunak rauno ravi ravindra rawan raymond
    raymonde razan razvan rebeca rebecca recep reece reem reet refik regine rei reidun reijo
    reiko rein reinaldo reiner reinhard reinhold reka rekha remedios remi remy remzi ren renan
    renata renate renato rene renee rens renu reyansh reyes reza rhea rhys ricarda ricardas
    ricardo riccardo richard ridhi rigoberto rihards riikka riitta rik rika rikke rima rimantas
    rina rini rishi risto rita ritu ritvars ritvik rivka riya riza rizki roar rob robby robert
    roberta roberto roberts robin rocco rocio rodolfo rodrigo roel rogelio roger rohan rohit rok
    rokas roko roksana rola roland rolande rolando rolf romain roman romana romane romeo romil
    romolo ronald ronen ronja ronny roos rosa rosalba rosalia rosalind rosalva rosanna rosario
    rose rosemarie rosemary rosetta roshni rosie rosina ross rossana rostislav rota roxana roy
    rozalia ruben ruby rudi rudolf rufino ruggero rugile ruhi rui rukiye rune rupa ruslan rusman
    russell ruta ruth ruud ruxandra ruzena ryan ryo ryota ryszard rytis saad saanvi saar saara
    sabah saban sabatino sabiha sabin sabine sabri sabrin sabrina sachin sadettin sadia sadik
    safina safiye sagar sahil sahin said saif saiful saija saim saira sait sakari sakine saksham
    sakura saleh salem salih saliha salim salimah sally salma salman salvador salvatore salwa
    sam samaira samanta samantha samar samarth sameer sami samia samiah samir samira samuel
    samuli sana sanda sandeep sandis sandor sandra sandro sandy sang sangeeta saniye sanja
    sanjana sanjay sanjeev sanna sanne santiago santosh sapna sara sarah sardor sargis sari
    sarka saroj sasa sascha satish satomi satoshi satu satya saud saulius savita sawsan sayuri
    scarlett scott sean sebastian sebastien sebnem secil seda sedat seema sefa sefer segun seija
    selahattin selami selcuk selim selin selma sem sema semih semiha semra sencer senka seojun
    seoyeon seppo serap serban serdar serena serge sergei sergey sergio sergiu serhat serhiy
    serkan serpil setiawan sevban sevda severino sevgi sevil sevim sevinc seyma sezen sezer
    sezgin shaan shadi shahd shahzod shai shaikha shaima shalini shalv shanaya shane shankar
    shannon shanta sharad sharmila sharon shashi shaun shawn shayak sheila shelby shelley sherif
    sheryl shigeru shilpa shinichi shinji shira shirley shivani shizuko shlomo shmuel shobha
    shota shray shreya shubham shun shweta sian sibel siddharth sidney siegfried sieglinde
    siegmund sigitas signe sigrid sigurd siham siim silje silke silvana silvia silvio silviu
    simas simon simona simone sinan sinem sini sinisa sipho siri sirin sirje sirkka sirpa sirri
    sisko siti sitki siv siya sjoerd slamet slavica slavko slavomir slawomir slobodan smilte
    sneha snezana snorre sofia sofie soledad solene solveig solvita son sona sonal sonali soner
    songul sonia sonja sophia sophie soren sorin sorina sota sotiria souad soyeon spela spyridon
    spyros srdjan sri sridhar srinivas stacey stacy stana stanislav stanislava stanislaw
    stanislawa stanko stanley stavros stefan stefania stefanie stefano steffen stefica steinar
    stelian stella stepan stepanka stephane stephanie stephany stephen steven stewart stian stig
    stijn stine stipe stjepan stoyan strom stuart sture suat subhash sudha sudhir sue suhail
    suheyl suheyla sujata sukma sukran sukru sule suleiman suleyman sultan suman sumer sumit
    suncana sune sungmin sunil sunita suraj suresh sureyya surinder surya suryono susan susana
    susanna susanne susanti sushil sushma susilo suzan suzana suzanne suze svatava svatopluk
    svein sven svenja sverre svetlana swati swen sylvain sylvia sylvie sylwester sylwia synnove
    szabolcs szilard szilvia szymon taavi tadas tadashi tadej tadeusz tage taha tahani taher
    tahir tai taina taisiya takahiro takashi takeshi takumi tal talal talis tam tamar tamara
    tamas tamer tammy tan taner tania tanja tansel tantri tanvi tanya tao tapani tapio tara
    taras tareq tarik tariq tarja tarkan taro tarun tatiana tatsuya tatyana taufik tayfun taylan
    taylor tayyip tea teemu teguh tejas tekin tekla tellervo tellu temel temitope teo teodor
    teodora teodoro teoman teppo terence teresa tereza terhi terri terry terttu tetsuya teun
    tevfik thabo thandiwe thang thanh thao thea thelma themba theo theodore theodoros theophile
    theresa therese thi thiago thibault thibaut thien thierry thijs thinh tho thoa thomas
    thorsten thu thuy tiago tiara tiberiu tibor tien tiffany tigran tihana tihomir tiina tiit
    tijn tijs tilo tim timea timo timothee timothy timur tin tina tine tirta titas titi titin
    tiya tiziana tiziano tjasa toan tobias toby todd todor toivo tola tom toma tomas tomasz
    tomer tomislav tommy tomo tomoko tomomi toms tone toni tonino tonis tonu tony toomas tor
    torben tord tore torgeir torhild torkel torsten toshio tove tracey tracy traian tran trang
    traute travis trevor tri trine trinh trinidad tristan troels trond trude trung truong trygve
    tsubasa tsutomu tsvetan tu tuan tudor tufan tugba tugce tuija tulay tunca tuncay tunde tung
    tuomas tuomo tural turan turgut turid turki tushar tutku tuula tuulikki tuyen tuyet tygo
    tyler tymon tymoteusz ubaldo ubika uche udant uday udo ufuk ugne ugo ugur ulas uldis ulf
    ulku ulla ulla-maija ulle ulrich ulrika ulrike uma umang umaya umberto umit umut unjani unni
    urban urho uri urmas ursa urska ursula urszula urte urvashi urvi usha usyi utami ute uwe uy
    uyen vaclav vadim vahit vaibhav vaidas vaino valdis valentim valentin valentina valentine
    valeria valerie valery valters valto van vandana vanesa vanessa vardan vardaniya varun
    vasant vasco vasile vasileios vasiliki vasily vassilis vasyl vedant vedat vedran veikko veli
    velimir vello vendula venkat venkatesh vera verena vero veronica veronika veronique vesa
    vesna vibeke vicenta vicente victoire victor victoria vidar vidur vien viesturs viet vigdis
    viggo vihaan vijay vikas vikram viktor viktoria viktorie vildan vilho vilis vilius ville
    vilma vilmos viltė vilums vimal vinay vince vincent vincenza vincenzo vinh vinko vinod viola
    violet viorel viorica vipin vipul virag virgilio virginia virginie virginija vishal vit vita
    vitaly vitezslav vito vitor vitoria vittoria vittorio vivaan vivek vivi vivian viviana
    vivienne vjeko vlad vladimir vladimira vladislav vlado vlasta vlastimil vojtech volkan
    volker volkmar volodymyr vratislav vu vuong vuqar vural vy vyacheslav vytautas wael wafa
    wahyu wakiman waldemar waleed walid walter waltraud wambui wanda wanjiru warren wasis wassim
    wati wawan wayan wayne wei wenche wendy werner weronika wesley whitney widodo widya wieslaw
    wijaya wiktor wiktoria wilfried wilhelm wilhelmine willem willi william willie willy wilma
    wim winda winfried winifred witold wladyslaw wlodzimierz wojciech wolf wolfgang wolfram wout
    wouter wulan xavier ximena xiulan xiuying xuan xuyen yaakov yael yago yahya yair yakshit
    yalcin yamini yan yana yang yani yann yannick yanti yanto yara yaroslav yasar yasemin yash
    yasin yasmin yasmine yasser yassin yasuhiro yasuko yavuz yaw yazan yegor yehuda yekta yeliz
    yen yesenia yesim yessi yevhen yigal yigit yildirim yildiz yilmaz yitzhak yngve yoav yogesh
    yoichi yoko yolanda yonatan yong yordan yosef yoshiko yossi yosuke younes youngsoo yousef
    youssef ype yuichi yuka yuki yukiko yuko yuli yulia yumi yumiko yuni yunus yuri yusuf yuta
    yutaka yuvaan yuvraj yves yvette yvonne zacarias zacharie zachary zaenab zafer zahra zaid
    zaina zainab zakaria zaki zalindra zamira zane zara zbigniew zdena zdenek zdenka zdravko
    zdzislaw zeeshan zehra zekai zeki zekiye zeliha zeljka zeljko zenzi zerrin zeynep ziad ziga
    zigrida zinaida zita ziv ziya zlata zlatica zlatko zoe zoey zofia zoltan zora zoran zorica
    zoya zsofia zsolt zsuzsanna zubeyde zubeyir zuhal zulaikha zurab zuzana zuzanna zvonimir
    zvonko zygmunt άννα αγγελικη αγγελος αθανάσιος αθηνα αικατερίνη αλέξανδρος αλεξανδρα αλικη
    αλκιβιαδης αμαλια αναστάσιος αναστασία ανδρέας ανθιμος αντώνιος απόστολος αργυρω αρης
    αριστειδης αριστοτελης αρσενιος αρτεμις ασπασια αφροδιτη βαγγελης βαρβαρα βασίλειος βασιλική
    βασω βικτωρια γεσθημανη γεωργία γεώργιος γιαννης γλυκερια γρηγοριος δέσποινα δήμητρα δαναη
    δανιηλ δημήτρης δημήτριος δημοσθενης διονυσης διονυσιος δωρα ειρήνη εκτορας ελένη ελευθερια
    ελευθεριος ελισαβετ ελπιδα εμμανουηλ επαμεινωνδας ερασμια ερμολαος ευάγγελος ευαγγελία
    ευγενια ευθυμια ευρυδικη ευτυχια ευτυχιος ευφροσυνη ζαφειρια ζαχαριας ζηνοβια ζωη ηλίας
    θαναση θεμιστοκλης θεοδοσης θεοδοσια θεοδοσιος θεοδωρα θεοφανης θεόδωρος θωμας ιακωβος
    ιασονας ιορδανης ιουλια ισιδωρος ιφιγενεια ιωάννα ιωάννης ιωσηφινα καλλιοπη κατερίνα
    κλεοπατρα κοσμας κυριακη κυριακος κυριακουλα κωνσταντίνα κωνσταντίνος λαζαρος λαμπρος
    λεμονια λεωνιδας λουιζα λουκας λουκια μαγδα μαγδαληνη μανωλης μαρία μαργαριτα μαριανθη
    μαριγω μαρινα μαριος μαρκος ματθαιος ματινα μελινα μερσινη μιλτιαδης μιχαήλ νεκταριος νεφελη
    νικη νικολετα νικος νικόλαος ξενια ολγα ολυμπια ορεστης πέτρος παναγιώτα παναγιώτης
    παντελεημων παντελης παρασκευή παύλος περικλης πηνελοπη πολυξενη προδρομος ραλλου ρηγας
    ροδουλα σαββας σεραφειμ σολων σοφία σοφοκλης σπυρίδων σταματης σταύρος στελιος στεργιος
    στεφανος στυλιανός συμεων σωκρατης σωτήριος ταξιαρχης τασος τριανταφυλλος υακινθη φανης
    φανουριος φιλιππος φιλοθεη φλωρα φωτεινή φωτιος χαράλαμπος χαρικλεια χαρικλης χαριλαος
    χρήστος χριστίνα χρυσα χρυσανθη χρυσοβαλαντω χρυσοστομος χρυσουλα авдей агата аграфена адам
    аделіна адриан азар аким акулина алевтина александр александра алексей алина алла альберт
    алёна амвросій анастасия анатолий ангел ангеліна андрей анжела анжелика анисим анна антон
    антонина антоніна анфиса аркадий аркадій арсений артем артур артём атанас богдан богданна
    болеслав борис борислав броніслав біло вадим валентин валентина валерий валерия валерьян
    валерій ванда варвара варфоломій васил василий василь венедикт венцислав веніамін вера
    вероника веселин викентий виктор виктория виталий владимир владислав володимир володимира
    всеволод вячеслав вікторія віра віталій гавриил гаврило галина галя ганна генадий геннадий
    георги георгий гергана герман глеб гліб гордей гордій григорий григорій даниела даниил
    данила данило дарья дар’я демид денис десислав десислава деян диана димитър диян дмитрий
    дмитро дора драган ева евгений евгения егор едита екатерина елена елизавета елица ельза емил
    емма ерофей ефим ефрем жанна живко захар здравко зинаида зиновій зорян зосима зоя ивайло
    иван ивана иванка игорь измаил изот илия илья инна иннокентий ипат ираида ирина ия йордан
    йосип калин калоян камен камілла капитон карина касьян катерина кирил кирилл клавдия климент
    кондрат константин корній костянтин красимир кристина ксения ксенія лаврентий лариса лев
    леон леонид леонід лесь лидия лилия лия лора лукʼян лука лъчезар любим любов любовь любомир
    людмила лілія магдалена майя макар максим марат маргарита марина мария марија марк марта
    мартин мартын марфа марія матвей матвій маша микола милан милана милена мирон мирослава
    михаил михайло момчил мстислав мілена надежда надія назар наталия наталья наталія наум нелли
    нестор никанор никита никифор никола николай николета нина ніна огнян оксана олег олександр
    олександра олексій олексія олена олеся олимпий ольга омелян онисим орест орися осип остап
    павел павло пантелеймон пелагея пенка петр петро петър петя пилип пламен пламена платон
    полина порфир потап прасковья прохор пётр рада радослав раиса ралица раїса регина родион
    роман росен росица ростислав румен руслан рюрик савелий светлана светозар светослав
    святослав світлана севда селиверст семен семён сергей сергій сидор силвия симеон снежана
    сніжана соломія софия софья софія спартак спас станислав станислава станіслав степан стефан
    стефка стоян таисия тамара тарас татьяна таїсія теодора терентий тетяна тимофей тимофій
    тимур тихомир тихон тодор томислав трифон ульяна устим устин фаина федор федір феликс феофан
    филип филипп фома фёдор харитон хома христина христо цветан цветанка эдуард эльвира эмилия
    эмиль эмма эраст юлиан юлия юлія юрий юрій юстина юхим яков якуб ян яна янко ярема ярина
    ярополк ярослав єва євген євгенія єлизавета єлисавета єфрем іван ігор ілля ірена ірина
    јелена אביב אביבה אביגיל אביה אברהם אדל אהרן אופיר אורי אורית אורן איילה איילת אילן אילנה
    איתי איתן אלה אלון אלחנן אליה אליהו אלעד אמיתי אסנת אסף אסתר ארי אריאל אריה בועז בנימין ברק
    גאולה גיא גילה גל גלית דבורה דוד דור דני דניאל דפנה הגר הדס הדר הילה ורד זאב זוהר חגית חוה
    חיים חן חנה טל טליה יאיר יגאל יהודה יונה יונתן יוסף ינון יסמין יעל יעקב יפעת יצחק ירון ישי
    ישראל כרמל לאה ליאור ליאן ליאת לילך לינוי מאור מאיה מאיר מור מיה מיכל מנחם מעיין מרים משה
    מתן נדב נועה נחמה נטע ניצן ניר נעמה נעמי נתן סיון עדי עדן עומר עומרי עידו עידן עינב עמית
    ענבל ענת פנינה צבי צחי קרן ראובן רבקה רון רוני רונן רועי רות רותם רחל רני שגיא שושנה שחר שי
    שיר שירה שלומית שלמה שמואל שמעון שני שקד שרה תהילה תום תמר آدم آرش آرمین آوا آیدا آیناز أحمد
    أريج أسماء ألين أمل أمير أمينة أنس أنور أيمن إبراهيم إخلاص إيمان ابراهيم ابوالفضل احمد اسما
    الناز الهام امیر امیرعلی امیرمهدی امین باسل باسم بدر بسام بشرى بلال بلقيس بندر بهاء بهرام
    بهزاد تامر تركي توفيق جابر جعفر جمال جهاد جواد جوانا جواهر حاتم حازم حامد حبيب حسام حسن حسنا
    حسين حسین حصة حمدان حمزة حنان حنانه خالد خديجة خليل دانا دانیال داود دلال رؤوف رائد راشد
    رافع رامز رامي رامین ربيع رجائي رشيد رضا رضوان رغد رفيق رنا رها رهف رهيف روان ريم ريما زكي
    زهرا زهراء زهير زياد زينب سارا سارة سامي سبحان ستایش سجاد سحر سعد سعيد سعید سلام سلطان سلمان
    سلمى سليم سميرة سمیه سهى سهيل سوسن سینا شادي شقایق شكري شيرين شيماء صابر صالح صبا صفاء صفية
    صقر صلاح ضحى ضياء طارق طاهر طاهره طلال عائد عائشة عادل عاصم عامر عباس عبد عبدالحميد
    عبدالرحمن عبدالعزيز عبدالقادر عبدالكريم عبدالله عبير عثمان عدنان عرفان عزيز عصام عفاف علاء
    علي علی عماد عمر غادة غسان غلامرضا غيداء فؤاد فادي فارس فاروق فاطمة فاطمه فايز فدوى فرح
    فرزانه فرهاد فريد فهد فوزي فيصل قاسم كامل كريم كمال كنان كوثر لؤي لطفي لطيفة لمى ليلى لينا
    لیلا مأمون ماجد مازن مالك ماهان مبین مبینا مجدي محسن محمد محمدامین محمدرضا محمدپارسا
    محمدیاسین محمود مراد مرتضی مرح مروان مريم مریم مسعود مشعل مصطفى مصعب معاذ معتز معصومه ممدوح
    منال منصور منى منير مها مهدی مهران مهسا مهند موضي ميس ميساء مینا نائل نادر نادية نازنین ناصر
    نايف نبيل نجلاء نجيب ندا ندى نرگس نزار نسرين نضال نعيم نهاد نوح نور نورة نگین نیایش هادی
    هالة هاني هانیه هايل هدى هستی هشام همام هناء هند هيثم وائل واثق وسام وسيم وفاء وفيق وليد
    ياسر ياسمين يحيى يزن يسري يعقوب يوسف يونس پارسا پرهام پریسا پویا کامران کیان یاسمن یسنا
    یگانه अंजलि अजय अनिल अनीता अमित आशा कविता किरण कुमार गीता ज्योति दिव्या दीपक देवी नेहा पूजा
    प्रिया मनोज मोहम्मद रमेश राज राजेश राम राहुल रेखा विजय श्याम संजय सीता सुनीता सुनील सुरेश
"""
GIVEN_NAMES = frozenset(map(plain, _GIVEN_NAMES.split()))
"""Given names in many languages, written as `plain` writes them."""

_FAMILY_NAMES = """
    abe abolina abrego abubakar acar acosta adamczyk adams adeyemi adler aerts agarwal agrawal
    aguayo aguilar aguirre ahluwalia ahmed ahn aigner akcay akdeniz akelis akgul akin aksoy
    aktas akter alarcon alba albers albrecht alcantara alemdar alkan allen almanza almeida
    alonso altintas altun alvarado alvarez alves amar amato amaya ammann amstutz anaya anda
    andersen anderson andersson andrade andre angulo ansari antunes aoki appel appiah aranda
    araujo arce archuleta arellano arenas arevalo arias arikan ariza armas armenta arndt arnold
    arora arredondo arroyo arslan artigas asante aslan atalay ates atzler aubert auer avci avila
    avotina avotins avraham ay ayala aydin azevedo azoulay babic babnik baca bachmann baert
    baeyens bahon bailey bajaj bak baker bakken bakker bakshi bal balazs balci ballesteros
    balode balodis balogh banerjee banik bany barajas baran barbieri barbosa barbu barman barnes
    barragan barrera barros barth bartsch basar basile basu batista batra battaglia bauer
    baumann baumgartner bautista bayrak becerra becher beck becker beckers bedi beguelin begum
    behrens bell bello beltran belz benayoun bender benes benice benitez bennett benz berenguer
    berg berger berglund bergmann bergstrom bermudez bernal bernard bernardi berset bertrand
    berzina berzins besencon beyer bezjak bhalla bhandari bhardwaj bhargava bhasin bhat
    bhatnagar bhatt bhattacharya bianchi bianco bien bieri bilgin binder binner biro biswas bite
    biton bizjak bjork blanc blanco blasco blaser blom blum boateng bock boechat boer bogaert
    bogaerts bohm boichat bolle bonnet bonvin borgeaud borges bos bosch bose bosmans bosshard
    botha bottcher bouchard bourquard bourquin bovet boyer bozic bozkurt bracke branco brandt
    braun bravo breen brennan breuer briedis brito broillet brooks brouwer brown bruckner brun
    brunner bruno bryant bucher buchholz buchner bueno buhler bui bulut burger burke burki burri
    busch bussard busse bustamante butkus butler byrne caballero cabanillas cabrera cadena cai
    cakir cakmak calderon calvo camacho camarillo campbell campos can canas candan candelaria
    cano cantu cao caputo caraballo carbone cardenas cardona cardoso carlier carmona carneiro
    carranza carrasco carrillo carroll carter caruso carvajal carvalho casado casas castaneda
    castellanos castillo castro cattaneo caune cavazos ceballos ceh celik celis centeno cepeda
    cerda cerna cerne cerny cervantes cetin ceylan chacon chadha chakraborty chand chandra
    chapman chappuis chatriant chatterjee chaudhary chaudhuri chauhan chavez chawla chen cheng
    chevalier chevalley chindamo cho choi chopra choudhury chowdhury christen christensen
    christiaens ciobanu cirule cirulis cisneros claes claessens claeys clark clarke clavin
    clement coban cobos coelho coenen cohen coleman colin coll collina collins colombo colon
    comisso connolly conrad conte conti contreras conway cook cools cooper coppens coppola
    cordova cornejo cornelis cornu corral correa correia cortes corthay costa cote covarrubias
    cox crespo crettenand crossan cruz cuesta cullen cunha curry cuypers czarnecki daems dahan
    dahl dalal dalkiran daly damico dang darbellay das david davies davila davis davy de
    debeljak decker deckers declerck declercq decoster dekker delacruz delafuente delaloye
    deleon delgado deluca demeyer demir demirbag demirel deng desai desmet devos dewan dewitte
    dhar dhawan dhillon dias diaz diehl dierckx dietrich dietz diez dijk dijkstra dinc ding
    dixit dlamini dobre dogan doherty dolezal dominguez dong donnelly donoghue donzallaz doppler
    dorr doyle drubin drummy duarte dube dubois duda dudek duffy dufour duhig dumitru dunne
    duong dupont dupraz duran durand durdu durmus dutt dutta duval dvorak dvorakova dwivedi
    dytrych dzenis ebert ebner eckert eder edwards egan egger egli eglite eglitis ehlers
    eichenberger eimer eklund elizondo ellis endo engel engstrom enriquez erdogan eren ergun
    eriksen eriksson erkan ernst errigo ertl escobar escobedo escriva escudero espinal espinosa
    esposito esquivel esser esteban esteves estevez estrada evans evoy exposito eze fabbri
    fankhauser faria farias farina farkas farrell fasel faure favre fechner feely feher fekete
    feng fernandes ferrara ferrari ferraro ferreira ferrer ferri fiala fidan fiedler figueiredo
    figueroa fink fiolka fiore fischer fisher fitzgerald flanagan fleming flores flury flynn
    fodor foley fonseca fontana foran ford foster fournier fox franco francois frank franke
    fransson franz frei freitas freund frey frias friedman friedrich fritsch fritz fuchs fuentes
    fuerst fujii fujita fujiwara fukuda furlong gabay gagnon gailys gal galan galindo gallagher
    gallardo gallego galli gallo galvan gandhi garay garcia garg garibay garnier garrido garza
    gasser gatti gauthier gautier gay gaytan gearty gebhardt geiger gentile gera gerard gerber
    gerlach geyer gheorghe ghosh gibson gielen giese gil gill gilmore gimenez giner giordano
    girard giraud gisler giuliani godinez goel goethals goicoechea gokce gokhale golob gomes
    gomez goncalves gonzales goossens gopal gorski goto gozzi graaf grabner graf graham granado
    grandjean grassi grasso gray greco green gremaud grewal griego griffin grimm groot grosjean
    gross grosse grossenbacher groß gruber gruter guajardo guberan guclu guerin guerra guerreiro
    guerrero guevara guha guignard guillen guiney gul gulati gulen guler gulyas gunes gungor
    gunther guo gupta gurule gustafsson gutierrez guzman haan haas haase hadad hagen hahn haider
    hajek hakim halimah hall hamalainen hamann hamilton hammer han hancer handa hanke hanly
    hannon hansen hansson hara harada hardiansyah haring haro harris harrison harte hartmann
    hartung haryanti haryanto hasegawa hashimoto hassanah haugen hauser hausermann hayashi hayes
    heider heikkinen hein heinonen heinrich heinze heller henderson hendriks hennessy hennig
    henning henriksson henriques henriquez henry heredia hermans hernandez herold herrera
    herrero herrmann herzog hess hesse heuer hickey hidalgo hidayanto hidayat higgins hill hinz
    hirsch hocevar hodzic hoekstra hofer hoffmann hofmann hofstetter hogan holguin holm holmes
    holzer hong horak horn horvat horvath horvathova hossain howard hribar hrovat hu huang huber
    hubner hug hughes humair humbert hunt hunter hurley hurtado hussain hutapea huynh huysmans
    hwang hyland ibanez iglesias ihsanoglu ikeda imhof inonu inoue ionescu irvine ishida ishii
    ishikawa isik islam iswahyudi ito iversen iyer izquierdo jaccard jackson jacob jacobs jager
    jahn jahnke jailani jaimes jain jakobsson james jang jankauskas jansen jansens jansone
    jansons janssen janssens jansson jantsch januar jaquet jara jaramillo jarvinen jasso
    jayaraman jeanneret jelinek jenkins jensen jereb jesus jezyk jha jiang jimenez johal
    johansen johansson john johnson johnsson jokinen joly jones jong jonge jonsson jordan
    jorgensen joshi jost jovanovic joye juhasz julliard jung jurado juric kaczmarczyk kaczmarek
    kaiser kakar kalejs kalnina kalnins kamdar kaneko kang kannan kapadia kapinos kaplan kapoor
    kar kara karaca karaduman karagoz karakaya kariuki karjalainen karklins karlsen karlsson
    kartal kashyap kato katz kaufmann kaul kaur kavanagh kavcic kaya kazlauskas keane kearney
    keating kehoe keller kelly kennedy kenny keogh kern keskin keudel khan khatun khosla khumalo
    khurana kiefer kiely kilic kim kimura king kinsella kirchner kirsch kirwan kis klein klemm
    kluge knezevic knight knoll kobayashi koc kocak koch kocsis kofler kohl kohler kohli kok
    koksal kolar koller kondo konig koning konrad kopp koren korhonen korkmaz korner korosec kos
    kose kosir koskinen koster kothari kotnik kovac kovacevic kovacic kovacova kovacs kraft
    krajnc kral kralj kramar kramer krasts kraus krause krawczyk krebs kremer kreuzer krievs
    krishnamurthy krishnan kristensen kristiansen krol kroll kruger krumina krumins kruse kucera
    kucuk kudo kuhar kuhn kuijpers kuiper kulkarni kumar kumer kunz kunze kurt kurz kuster
    kuswandari kuswoyo kutlu kwon laboy lackner lacroix lailasari laimer laine laitinen lakatos
    laksita lal lall lally lambert lambrechts lang langa lange lapsa lara larkin larsen larsson
    laurent lauwers lawrence lazuardi le leahy leavey leblanc lechner leclerc lecomte lee
    leemans leen lefebvre lefevre legrand lehmann lehtinen lehtonen leite leitner leiva lemaire
    lemmens lemus lenaerts lennon lenz leon leone leroux leroy leu levi lewis liang lie liepina
    liepins lievens lim lima lin lind lindberg lindemann linden lindgren lindner lindqvist
    lindstrom link linke lira lis liu llamas llorens lloyd loera lohmann loke lombardi lombardo
    long longo longoria lopes lopez lorenz lorenzo loureiro lourenco lovato loya lozano lu lucas
    lucero ludwig lukacs luna lund lundberg lundgren lundqvist luo luque luse luthi lutz luyten
    luzi ly lynch lyons maas macedo machado macias maciejko madan madden madera madrid madrigal
    madsen maeda maes maestas magalhaes magnusson magyar mahajan maharaj maher maheswara maier
    maillard majumdar makela makinen malave maldonado malhotra malik malka mancini manco mandala
    mander mangal mangunsong mani manne mannion mansur manullang manzanares manzano marchand
    marchetti marcos marek mares mariani maric marin marini marino markovic marpaung marques
    marquez marroquin marshall marti martin martinelli martinez martini martins marx maryadi
    maryati mascagni mascarenas mason masson matei mathieu mathur matias matile matos matsuda
    matsumoto matthews matthey mattila maurer mauron mayasari mayer mayr mazur mazurek mazza
    mazzini mccarthy mcdonald mcgrath mcloughlin medina medved megantara mehta meier meijer
    meister mejia melani melendez melo mena menchaca mende mendes mendez mendoza menon mensah
    menzel mercier merino mertens mesa messina meszaros metzger meunier meyer miah michel
    michiels millan miller mills milne miranda mireles mishra mistry mital mitchell mittal miura
    mizrahi mlakar modi moe moens mohanty mohr mojica mokoena molina moller molloy molnar
    moloney monnet monnier monroy montalvo montanez montano monteiro montero montes monti
    montoya mooney moons moore mora morais morales moran morand moreau moreira morel morelli
    moreno moretti morgan mori morin morita moritz morris mortensen mortier moser mota mottet
    moura moya mukherjee mulder mullan muller mulligan mulyani munguia muniz munoz murakami
    murillo murphy murray murthy mustofa myers nababan nagar nagel nagy nagys naidoo naidu naik
    nainggolan nair najmudin nakagawa nakamura nakano nakayama namaga nanda narain narang
    naranjo narasimhan narayan narpati narula nascimento nashiruddin nasution natarajan natsir
    naumann nauseda nava navarrete navarro navas nazario ndlovu negrete negri negron nelson
    nemec nemeth neri neto neubauer neumann nevarez neves ngo nguyen nickel nicolas nielsen
    niemi nieminen nieto nigam nijs nikolic nilsen nilsson nishimura nistor nkosi noack noel
    nogueira nogues nolan noll nolte nordio noriega novak novakova novotna novotny nowak nugroho
    nunes nunez nuraini nurdiyanti nussbaumer nusslin nwosu nyberg nys oberson oblak obrien
    ocampo och ochoa oconnell oconnor odermatt odhiambo ogawa ohayon okada okafor okamoto
    okonkwo oktaviani olah olivares olivas oliveira olmo olofsson olsen olson olsson olvera
    oneill ono opitz ordonez oreilly orellana orlando ornelas orosco orozco orsos orta ortega
    ortiz osei osorio ossani ota otero ott otto overney owen owens owusu oz oza ozbek ozdemir
    ozer ozkan ozola ozols ozturk ozuna pacheco pachoud pachuta padilla padmanabhan padmasari
    paegle pagan pagano paiva pal palacios palan palla palladio palmer palmieri palomino palomo
    palumbo pan pandey pangestu pantoja pape papp paratte pardo paredes parekh parikh parisi
    park parker parmar parra pascual pasquier pastor patel pathak patil patino patterson paul
    pauwels pavlin pawlak pedersen peeters pelayo pellegrini pellegrino pelletier pena peng
    perales peralta perea pereira peretz perez permadi perret perrin perry persson pertiwi petek
    peter peters petersen peterson petit petrauskas petrovic pettersen pettersson peukert
    pfeifer pfeiffer pham phan philipp philippe phillips picard pichardo pichler pierce pieters
    pietrzak piguet pillai pina pineda pineiro pinheiro pinho pinter pinto piras pirc pires
    pittet plascencia pocius pohl pokorny polanco polat ponce popa popescu porras portillo
    posada pospisil post postma potocnik poulsen powell power pozo prabhakar prabhu pradana
    prado pranowo prasasta prastuti pratesi pratiwi prayoga preciado pretorius preuss price
    prieto prins probst prochazka progin pucci puente puig puri purmale purwanti puspasari
    puspita putra python quezada quinn quinones quintana quintero quiroz qureshi raab racz radu
    rael raes raghavan rahimah rahman rahmawati rajagopalan rajan rajasa rajata rajh raju ram
    rama ramachandran ramakrishnan ramanathan ramaswamy ramirez ramos ranganathan rantanen rao
    rapin rapraz rasmussen rastogi rausch raya razo reddy redondo reed regan reich reichert
    reimann reimer reindl reinhardt reis reiter ren renard renaud rendon requena resendez resnik
    reuter rey reyes reymond reyna reynolds ribeiro ricci rice richard richards richardson
    richter rico riedl rieger riekstins rime rinaldi rincon riojas rios riquelme ritter rius
    riva rivas rivera riviere riyanti rizzi rizzo robert roberts robertson robin robinson
    robledo robles roca rocha rochat roche rodarte rodrigues rodriguez rogers rohde rohner roht
    roig rojas roldan roman romand romanens romano romero rosado rosales rosario rose ross
    rosselet rossetti rossi roth rothe roulet rousseau roussel rout roux roy rozitis rozman
    rubenis rubio rudolph rueda ruegg ruf ruggiero ruiz rupnik ruppert russell russo rusu
    ruzicka ryan sa saarinen saefullah saez safitri saha sahin sahni saito sakai sakamoto
    sakarya sala salahudin salas salazar salcedo saldana sales salgado salinas salminen salonen
    salvador samant samosir sampath sanabria sanchez sandberg sander sanders sandoval sandoz
    sane sankar sanna sansonnens santamaria santana santiago santoro santos santoso sanz saptono
    saputra sarabia sarin sarkar sartori sasaki sastre sathe sato sauceda sauer savoy sawhney
    saxena schade schafer schaller schar scharer schaub schepers scherrer schiller schilling
    schlegel schmid schmidt schmitt schmitz schmutz schneider scholz schon schott schouten
    schramm schreiber schreiner schroder schroeder schubert schulte schulz schulze schumacher
    schuster schutte schutz schwaiger schwarz scott scullion sedlak segers segovia segura sehgal
    seidel seifert seitz sekhon sen sengupta senn sensoy seo serra serrano serrato seth sethi
    setty seven sever sevilla sezer shah shapiro sharma shaw sheikh shen sheridan shibata
    shimizu shin shroff sidhu sieber siebert sierra sihombing sihotang sikora siliņa silva
    silvestri simanjuntak simbolon simmons simon simons simpson simsek sinaga singh sinha sipos
    sirait siregar sisneros sitar sitompul sitorus situmorang sjoberg smet smets smit smith
    smits soares soderberg sodhi solanki solano solberg soler solis solorzano soman somani
    sommer song soni sonmez sorensen sorrentino sosa sotelo soto sousa souza soylu spiess
    springer sproge srinivasan srivastava sroka stadelmann stadler stahl stalder stan stark
    stauffer stefanik steffen steiger stein steiner stephan stepien stevens stewart steyaert
    stiebitz stock stocker stoica stoll stolze stone strand strasser strauss strazdins stucki
    studer su suarez suartini subramaniam subramanian sudiati sullivan sun sundaram suri
    suryatmi suryono suter sutter suzuki svensson svoboda svobodova swaminathan sweeney szabo
    szalai szewczyk szilagyi szucs takacs takahashi takeuchi talwar tamayo tamba tamez
    tampubolon tamura tanaka tandon taneja tang tanner tapia tarhan tarihoran tas tasci tata
    taylor teixeira tejada tejeda tekin teles tella tellez tello tena teran terrazas testa
    thaker thakur thamrin thiel thiele thijs thomas thomet thompson thomsen thys tian tierney
    tijerina timlin timmermans tinguely tirado tissot tiwari tobler toledo tomas topal toprak
    torfs toro torok torres torrez toth tovar trachsel tran treacy tremblay trevino trivedi
    trujillo tucker tudor tuna tuominen turan turk turkmen turner turunen ueda ulrich unal unger
    upadhyay urban urbina urbonas urias uribe usamah utama uyainah uysal uzun valadez valdes
    valdez valdivia valencia valentini valenzuela valero valle vallejo valverde van vanaga
    vanagas vanags vandamme vandenberghe vandevelde varela varga vargas varghese varkey varma
    varty vaucher vaz vazquez vega velasco velazquez velez venegas venkataraman venter vera
    verbeke verdugo verduzco vereecke verheyen verhoeven verhulst verma vermeiren vermeulen
    versace verstraete vesely vicente vidal vidmar vieira viera vig vigil viksna villa
    villagomez villalba villalobos villanueva villard villarreal villasenor vincent vink virk
    virtanen visser viswanathan vitale vitali vitola vo vogel vogt vohra voigt volta vora vos
    voss vries vu vuilleumier vukovic wacana wada wadhwa wagner wahyuni walczak wali walia
    walker wallace wallin wallner walsh walter waluyo wang ward washington wasita wason wastuti
    watanabe watson wauters webb weber wegner wei weidner weigel weiler weiss weiß wells wendt
    wenger wenzel werner west westphal whelan white wibisono wibowo wichmann widiastuti widmer
    widodo wieczorek wiese wieser wijayanti wild wilde wilhelm wilk wilke will willems williams
    williamson willis wilson wimmer winarno winarsih winkler winter wirth wit witt witte
    wohlmuth wolf wolff wood woods woulfe wouters wozniak wright wrobel wrona wulandari wulf
    wuthrich wuyts wyns wyss xiao xie xu yadav yalcin yamada yamaguchi yamamoto yaman yamazaki
    yanez yao yavuz yazici ybarra ye yildirim yildiz yilmaz yogi yolanda yoon yosef yoshida
    young yu yuan yuksel yulianti yuliarti yuniar zachariah zajac zajc zakis zamora zander
    zapata zarate zarina zarins zaugg zauner zavala zayas zbinden zeller zeman zeng zengin
    zepeda zhang zhao zheng zhou zhu ziegler ziemele zimmer zimmermann zorlu zulaika zulkarnain
    zulu zumstein zuniga zupan zupancic zurcher zvaigzne zvirbule αγγελοπουλος αθανασιου
    αναγνωστου αντωνιου βασιλειου βλάχος γεωργιου δεσυλλας δημητριου ευαγγελατος θεοδωρου
    ιωαννίδης ιωαννου καραγιαννη καραγιαννης κουζουλα κωνσταντινίδης κωνσταντινου λυρη μακρής
    μακρη νικολαου οικονόμου παληος παπαγεωργίου παπαδοπούλου παπαδόπουλος παππα παππας ρηγα
    σταυρου τζινιερης τσεγας χατζης χρηστου алексеев бондаренко васильев волков иванов коваленко
    кравченко кузнецов лисенко мельник михайлов морозов новиков олійник петров попов смирнов
    соколов ткаченко федоров шевченко אבוטבול אברגל אברהם אדלר אוזן אוחיון אזולאי אטיאס אמיר
    אמסלם אסולין אקרמן ארביב אשכנזי בוזגלו ביטון בכר בן בר ברגר ברק גבאי גולדברג גולדשטיין גולן
    גיל גרוס גרינברג דהאן דהן דוד דוידוב דויטש דיין דנינו דרור הורוביץ הירש וולף וייס וינברג
    וקנין זוהר זינגר זכאי חביבאללה חדד חזן חיון חלבי חסון טויטו טולדנו טייב טל יאסין יונה יוסף
    יעקובי כהן כהנא כץ לביא לוי לוין לנדאו מאיר מויאל מועלם מור מזרחי מימון מלכה מנחם נגר נחמני
    נסים סאלח סבג סויסה סיטון סלע סעדון סעיד עואד עזרא עמאש עמר פוקס פינטו פישר פרידמן פרץ צדוק
    צור קדוש קורן קליין קפלן רובין רוזן רוזנברג רוזנטל רז שאול שגב שדה שוורץ שושן שטיין שטרן
    שלום שמיר שפירא שרעבי תורגמן ابراهیمی ابوطالبی احمدی الجفالي الحربي الخيل الدباغ الدوسري
    الراشد الزهراني السبيعي الشمري الشهري العتيبي العجلان العنزي الغامدي القحطاني المالكي
    المطيري المهنا المهيدب الوندی امینی اکبری بقشان بهمنی تهرانی جعفری جلالی جهانی حسنی حسینی
    حنبولي خضير ربانی رحیمی رضایی رفيع روحانی زارعی سعود سلطانی شریفی صادقی صارمی طاهری عايض
    عباسی عقیلی فرهادی قاسمی قصير كانو لادن لافي مجتبوی محمدی مرادی مقطة موسوی میردامادی نوری
    هاشمی هدایت کریمی یوسفی
"""
FAMILY_NAMES = frozenset(map(plain, _FAMILY_NAMES.split()))
"""Family names in many languages, written as `plain` writes them."""

FAMILY_ENDING = re.compile(
    r"""[a-z]{3,}(?:sson|sdottir|ssen|opoulos|opoulou|idis|idou|akis|adze|shvili|iani|oglu|enko|enka
        |chuk|czyk|czak|owicz|ewicz|ovic|evic|avic|ovich|evich|owski|owska|ewski|ewska|inski|inska
        |ynski|ynska|ovsky|ovska|evsky|escu|eanu|yan|ov|ova|ev|eva|sky|ska|ski|cki|cka|ic|nen|mann
        |mans|baum|stein|meier|meyer|maier|mayr|huber|bauer|berger|brugger|acher|egger|hofer|enberg
        |inger|[lrdtb]ner|chner|sen|ez|ini|elli|etti|ucci|oni|otti|aldi|ardi|iardi|agni|ani|azzo
        |aert|aerts|[^aeiouy]ek|iak|yak|siak|szak|iec|iuk|czuk|auskas|avicius|evicius|iene|aite|yte
        |utis|enas|unas|nieks|[^aeiou]ins|can|han|nur|gul|zade|soy|tay|oglio)
    | (?:mc|mac|fitz)[a-z]{4,}
    | [а-яёієї]{3,}(?:ов|ова|ев|ева|ёв|ёва|ин|ина|ын|ына|ский|ская|цкий|цкая|енко|чук|юк|ко|ович
        |евич|овна|евна|ична|ски|ска|ић)
    | ال\w{3,} | \w{3,}(?:زاده|پور|نژاد|یان)
    | [α-ω]{3,}(?:πουλος|πουλου|ιδης|ιδου|ακης|ακη|ιαδης|ιαδου|εας|ατος|ιωτης|ζης|τζης|λης|κης|ρης
        |ου|ελη|αρη|αλη|αρα|ουδη|ουρα|ουκας)
    """,
    re.VERBOSE,
)
"""How family names end where they are formed regularly; to be matched as a whole."""
