"""Family names that are common in many countries, and how family names end.

A list of names can never be whole, and need not be: of a column of people's names a good part is
common anywhere, and of a column of products, cities or brands hardly any.
"""

# ruff: noqa: RUF001
from __future__ import annotations

import re

__all__ = ["FAMILY_ENDING", "FAMILY_NAMES"]

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
    gross grosse grossenbacher gross gruber gruter guajardo guberan guclu guerin guerra guerreiro
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
    shimizu shin shroff sidhu sieber siebert sierra sihombing sihotang sikora silina silva
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
    watanabe watson wauters webb weber wegner wei weidner weigel weiler weiss weiss wells wendt
    wenger wenzel werner west westphal whelan white wibisono wibowo wichmann widiastuti widmer
    widodo wieczorek wiese wieser wijayanti wild wilde wilhelm wilk wilke will willems williams
    williamson willis wilson wimmer winarno winarsih winkler winter wirth wit witt witte
    wohlmuth wolf wolff wood woods woulfe wouters wozniak wright wrobel wrona wulandari wulf
    wuthrich wuyts wyns wyss xiao xie xu yadav yalcin yamada yamaguchi yamamoto yaman yamazaki
    yanez yao yavuz yazici ybarra ye yildirim yildiz yilmaz yogi yolanda yoon yosef yoshida
    young yu yuan yuksel yulianti yuliarti yuniar zachariah zajac zajc zakis zamora zander
    zapata zarate zarina zarins zaugg zauner zavala zayas zbinden zeller zeman zeng zengin
    zepeda zhang zhao zheng zhou zhu ziegler ziemele zimmer zimmermann zorlu zulaika zulkarnain
    zulu zumstein zuniga zupan zupancic zurcher zvaigzne zvirbule αγγελοπουλοσ αθανασιου
    αναγνωστου αντωνιου βασιλειου βλαχοσ γεωργιου δεσυλλασ δημητριου ευαγγελατοσ θεοδωρου
    ιωαννιδησ ιωαννου καραγιαννη καραγιαννησ κουζουλα κωνσταντινιδησ κωνσταντινου λυρη μακρησ
    μακρη νικολαου οικονομου παληοσ παπαγεωργιου παπαδοπουλου παπαδοπουλοσ παππα παππασ ρηγα
    σταυρου τζινιερησ τσεγασ χατζησ χρηστου алексеев бондаренко васильев волков иванов коваленко
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
FAMILY_NAMES = frozenset(_FAMILY_NAMES.split())
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
