package privacy

var (
	// ofID stand between a name and the number it was given.
	ofID = words("id ids no nos num number numero nº sis pin lunch matricula codigo expediente student students pupil learner alumno alumna estudiante dob")
	// beside may stand there too.
	beside = words("grade grades gr grado grados period class clase grupo section seccion s th st nd rd")
	// noPerson are words that are written like a name and stand in none.
	noPerson = words(`school schools elementary middle high academy library libraries college university district county city state street st avenue ave road rd boulevard blvd drive dr
lane court highway parkway building hall room award medal prize press books book publishing publisher publishers media reading reader readers program project club center centre
museum park society association foundation institute festival day week month year summer winter spring fall january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday grade level lesson unit chapter section page volume issue series edition workbook guide handbook activity activities sheet form
kit set model product item order course meeting zoom google canvas schoology apple amazon microsoft video webinar device asset serial resource collection catalog overdrive sora destiny
follett ebsco gale britannica isbn issn lccn oclc upc dewey fiction nonfiction novel biography science history math english spanish art music services union council teacher librarian
principal coordinator specialist edition total average grant budget invoice account purchase version standard population
escuela escuelas primaria secundaria preparatoria biblioteca bibliotecas colegio universidad distrito ciudad estado calle avenida edificio sala premio editorial libro libros lectura
lectores programa proyecto centro museo parque asociacion fundacion instituto festival dia semana mes verano invierno otono primavera enero febrero marzo abril mayo junio julio agosto
septiembre octubre noviembre diciembre grado nivel leccion unidad capitulo pagina volumen serie edicion cuaderno guia actividad hoja formulario reunion curso coleccion catalogo ficcion
novela biografia ciencia historia matematicas ingles espanol arte musica maestro maestra bibliotecario bibliotecaria total presupuesto factura pedido the a and of for in on our this
un una para en`)
)
