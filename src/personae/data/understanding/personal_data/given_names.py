"""Given names that are common in many countries.

A list of names can never be whole, and need not be: of a column of people's names a good part is
common anywhere, and of a column of products, cities or brands hardly any.
"""

# ruff: noqa: RUF001
from __future__ import annotations

__all__ = ["GIVEN_NAMES"]

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
    bronislaw bronislava bruce bruna brunilda bruno bryan budi bugra bulent burak burcu burhan
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
    vilma vilmos vilte vilums vimal vinay vince vincent vincenza vincenzo vinh vinko vinod viola
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
    zvonko zygmunt αννα αγγελικη αγγελοσ αθανασιοσ αθηνα αικατερινη αλεξανδροσ αλεξανδρα αλικη
    αλκιβιαδησ αμαλια αναστασιοσ αναστασια ανδρεασ ανθιμοσ αντωνιοσ αποστολοσ αργυρω αρησ
    αριστειδησ αριστοτελησ αρσενιοσ αρτεμισ ασπασια αφροδιτη βαγγελησ βαρβαρα βασιλειοσ βασιλικη
    βασω βικτωρια γεσθημανη γεωργια γεωργιοσ γιαννησ γλυκερια γρηγοριοσ δεσποινα δημητρα δαναη
    δανιηλ δημητρησ δημητριοσ δημοσθενησ διονυσησ διονυσιοσ δωρα ειρηνη εκτορασ ελενη ελευθερια
    ελευθεριοσ ελισαβετ ελπιδα εμμανουηλ επαμεινωνδασ ερασμια ερμολαοσ ευαγγελοσ ευαγγελια
    ευγενια ευθυμια ευρυδικη ευτυχια ευτυχιοσ ευφροσυνη ζαφειρια ζαχαριασ ζηνοβια ζωη ηλιασ
    θαναση θεμιστοκλησ θεοδοσησ θεοδοσια θεοδοσιοσ θεοδωρα θεοφανησ θεοδωροσ θωμασ ιακωβοσ
    ιασονασ ιορδανησ ιουλια ισιδωροσ ιφιγενεια ιωαννα ιωαννησ ιωσηφινα καλλιοπη κατερινα
    κλεοπατρα κοσμασ κυριακη κυριακοσ κυριακουλα κωνσταντινα κωνσταντινοσ λαζαροσ λαμπροσ
    λεμονια λεωνιδασ λουιζα λουκασ λουκια μαγδα μαγδαληνη μανωλησ μαρια μαργαριτα μαριανθη
    μαριγω μαρινα μαριοσ μαρκοσ ματθαιοσ ματινα μελινα μερσινη μιλτιαδησ μιχαηλ νεκταριοσ νεφελη
    νικη νικολετα νικοσ νικολαοσ ξενια ολγα ολυμπια ορεστησ πετροσ παναγιωτα παναγιωτησ
    παντελεημων παντελησ παρασκευη παυλοσ περικλησ πηνελοπη πολυξενη προδρομοσ ραλλου ρηγασ
    ροδουλα σαββασ σεραφειμ σολων σοφια σοφοκλησ σπυριδων σταματησ σταυροσ στελιοσ στεργιοσ
    στεφανοσ στυλιανοσ συμεων σωκρατησ σωτηριοσ ταξιαρχησ τασοσ τριανταφυλλοσ υακινθη φανησ
    φανουριοσ φιλιπποσ φιλοθεη φλωρα φωτεινη φωτιοσ χαραλαμποσ χαρικλεια χαρικλησ χαριλαοσ
    χρηστοσ χριστινα χρυσα χρυσανθη χρυσοβαλαντω χρυσοστομοσ χρυσουλα авдей агата аграфена адам
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
GIVEN_NAMES = frozenset(_GIVEN_NAMES.split())
"""Given names in many languages, written as `plain` writes them."""
